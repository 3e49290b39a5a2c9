// Requests to the mall's server.

const headers = { accept: 'application/json', 'content-type': 'application/json' };

export async function claimPage(link, query) {
  const response = await fetch(`/v1/pay/${link}${query ? `?${query}` : ''}`, { credentials: 'same-origin', headers });
  return read(response);
}

export async function read(response) {
  const body = await response.json();
  if (!response.ok) throw body;
  return body;
}

// Claims a coupon and returns it. Throws the server's refusal.
export async function claim(link, { offer, held }) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const requestId = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const body = JSON.stringify({ request_id: requestId, link, offer_id: offer.id, nth: held.length + 1 });
  const response = await fetch('/v1/claims', { method: 'POST', credentials: 'same-origin', headers, body });
  return (await read(response)).coupon;
}

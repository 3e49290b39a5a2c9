// Requests to the mall's server.

const headers = { accept: 'application/json', 'content-type': 'application/json' };

export async function claimPage(link, query) {
  const answer = await fetch(`/v1/pay/${link}${query ? `?${query}` : ''}`, { credentials: 'same-origin', headers });
  return read(answer);
}

export async function read(answer) {
  const body = await answer.json();
  if (!answer.ok) throw body;
  return body;
}

// The coupon of a claim; throws what the server refused with.
export async function claim(link, { offer, held }) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const requestId = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const body = JSON.stringify({ request_id: requestId, link, offer_id: offer.id, nth: held.length + 1 });
  const answer = await fetch('/v1/claims', { method: 'POST', credentials: 'same-origin', headers, body });
  return (await read(answer)).coupon;
}

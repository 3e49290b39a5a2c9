// Replaces all elements by those of another page. Its own scripts do not run.
const [address, done] = arguments;
const show = async () => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(address + ' answers ' + response.status);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
  scrollTo(0, 0);
  await Promise.all([...document.images].map((image) => image.decode()));
};
show().then(done, (error) => { console.error(error.message); done(); });

/** The one place that says whose mini-program this is. */
module.exports = {
  /**
   * The mall's server, as its own `--public-url` has it: scheme and host, a port where it has one, and
   * nothing behind. It must be `https` except on the machine of a developer.
   */
  server: 'https://coupons.example.com',
};

/** The settings of this mini-program. */
module.exports = {
  /**
   * The origin of the mall's server, the same as its `--public-url`: scheme, host, and port if it has one, without a
   * slash at the end. It must be `https`, except on a developer's own machine.
   */
  server: 'https://coupons.example.com',
};

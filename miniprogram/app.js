const { server } = require('./config');
const { isOrigin } = require('./lib/address');

App({
  onLaunch() {
    // With a slash too many every link would be refused as foreign, and nobody would know why.
    if (!isOrigin(server)) throw new Error(`config.js: \`${server}\` is no origin such as https://coupons.example.com`);
  },
});

const { server } = require('./config');
const { isOrigin } = require('./lib/address');

App({
  onLaunch() {
    // One slash too many would make every link foreign, without any visible reason.
    if (!isOrigin(server)) {
      throw new Error(`config.js: \`${server}\` is not an origin such as https://coupons.example.com`);
    }
  },
});

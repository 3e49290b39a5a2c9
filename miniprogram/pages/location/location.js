const { PAGES, decoded, pagePath } = require('../../lib/address');
const { locationFailure, locationFragment } = require('../../lib/location');
const { locationNotice } = require('../../lib/notices');
const handover = require('../../wechat/handover');
const { phoneTexts } = require('../../wechat/phone');

/** Asks where the shopper is, after saying what for, and tells the page in the web view. */
Component({
  data: { notice: {} },
  methods: {
    /** `path`: where the page in the web view is, to which the position belongs. */
    onLoad(options) {
      this.text = phoneTexts();
      this.path = pagePath(decoded((options || {}).path), PAGES);
      wx.setNavigationBarTitle({ title: this.text.locationTitle });
      this.say('asking');
    },

    say(phase) {
      this.setData({ notice: locationNotice(phase, this.text) });
    },

    locate() {
      this.say('locating');
      wx.getLocation({
        type: 'gcj02',
        success: (position) => this.located(locationFragment(position)),
        fail: (failure) => this.say(locationFailure(failure)),
      });
    },

    located(fragment) {
      if (fragment) handover.goBack({ path: this.path, fragment });
      else this.say('failed');
    },

    openSettings() {
      wx.openSetting({});
    },

    goBack() {
      handover.goBack(null);
    },

    acted(event) {
      this[event.detail.kind]();
    },
  },
});

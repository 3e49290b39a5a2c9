const { PAGES, percentDecode, pagePath } = require('../../lib/address');
const { locationFailure, locationFragment } = require('../../lib/location');
const { locationNotice } = require('../../lib/notices');
const handover = require('../../wechat/handover');
const { phoneTexts } = require('../../wechat/phone');

/** Explains why, then asks for the shopper's position, and passes it to the page in the web view. */
Component({
  data: { notice: {} },
  methods: {
    /** `path` is the path of the page in the web view, which gets the position. */
    onLoad(options) {
      this.text = phoneTexts();
      this.path = pagePath(percentDecode((options || {}).path), PAGES);
      wx.setNavigationBarTitle({ title: this.text.locationTitle });
      this.showPhase('asking');
    },

    showPhase(phase) {
      this.setData({ notice: locationNotice(phase, this.text) });
    },

    locate() {
      this.showPhase('locating');
      wx.getLocation({
        type: 'gcj02',
        success: (position) => this.onPosition(locationFragment(position)),
        fail: (failure) => this.showPhase(locationFailure(failure)),
      });
    },

    onPosition(fragment) {
      if (fragment) handover.goBack({ path: this.path, fragment });
      else this.showPhase('failed');
    },

    openSettings() {
      wx.openSetting({});
    },

    goBack() {
      handover.goBack(null);
    },

    onAction(event) {
      this[event.detail.kind]();
    },
  },
});

const { server } = require('../../config');
const { readScan, scanFailure } = require('../../lib/scan');
const { scanNotice } = require('../../lib/notices');
const handover = require('../../wechat/handover');
const { phoneTexts } = require('../../wechat/phone');

/** Scans a code and takes it to the host page, where it is one of the mall; `lib/scan.js` decides. */
Component({
  data: { notice: {} },
  methods: {
    onLoad() {
      this.text = phoneTexts();
      wx.setNavigationBarTitle({ title: this.text.scanTitle });
      this.say('scanning');
    },

    onReady() {
      this.scan();
    },

    say(phase, foreign) {
      this.setData({ notice: scanNotice(phase, this.text, foreign) });
    },

    scan() {
      this.say('scanning');
      wx.scanCode({
        onlyFromCamera: false,
        success: (scanned) => this.scanned(readScan(scanned, server)),
        fail: (failure) => this.notScanned(scanFailure(failure)),
      });
    },

    scanned({ path, foreign }) {
      if (path) handover.goBack({ path });
      else this.say('foreign', foreign);
    },

    notScanned(why) {
      if (why === 'cancelled') this.goBack();
      else this.say(why);
    },

    /** WeChat asks for the camera, not the mini-program: newer versions open the phone's own settings. */
    openSettings() {
      if (wx.openAppAuthorizeSetting) wx.openAppAuthorizeSetting({});
      else wx.openSetting({});
    },

    goBack() {
      handover.goBack(null);
    },

    acted(event) {
      this[event.detail.kind]();
    },
  },
});

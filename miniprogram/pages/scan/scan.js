const { server } = require('../../config');
const { readScan, scanFailure } = require('../../lib/scan');
const { scanNotice } = require('../../lib/notices');
const handover = require('../../wechat/handover');
const { phoneTexts } = require('../../wechat/phone');

/** Scans a code, and passes its path to the host page when it is the mall's. `lib/scan.js` decides. */
Component({
  data: { notice: {} },
  methods: {
    onLoad() {
      this.text = phoneTexts();
      wx.setNavigationBarTitle({ title: this.text.scanTitle });
      this.showPhase('scanning');
    },

    onReady() {
      this.scan();
    },

    showPhase(phase, foreign) {
      this.setData({ notice: scanNotice(phase, this.text, foreign) });
    },

    scan() {
      this.showPhase('scanning');
      wx.scanCode({
        onlyFromCamera: false,
        success: (result) => this.onScanned(readScan(result, server)),
        fail: (failure) => this.onFailure(scanFailure(failure)),
      });
    },

    onScanned({ path, foreign }) {
      if (path) handover.goBack({ path });
      else this.showPhase('foreign', foreign);
    },

    onFailure(reason) {
      if (reason === 'cancelled') this.goBack();
      else this.showPhase(reason);
    },

    /** Opens the settings. The camera's permission is WeChat's, so newer versions open the phone's settings. */
    openSettings() {
      if (wx.openAppAuthorizeSetting) wx.openAppAuthorizeSetting({});
      else wx.openSetting({});
    },

    goBack() {
      handover.goBack(null);
    },

    onAction(event) {
      this[event.detail.kind]();
    },
  },
});

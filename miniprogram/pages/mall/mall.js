const { server } = require('../../config');
const { launched, next } = require('../../lib/host');
const { hostNotice } = require('../../lib/notices');
const handover = require('../../wechat/handover');
const { login } = require('../../wechat/login');
const { phoneTexts } = require('../../wechat/phone');

/** The host page: shows the mall's page in a web view, or says why it does not. `lib/host.js` decides. */
Component({
  data: { src: '', notice: {} },
  methods: {
    onLoad(options) {
      this.text = phoneTexts();
      this.show(launched(options, server));
    },

    onShow() {
      const result = handover.take();
      if (result) this.happened({ kind: 'handedOver', result });
    },

    onUnload() {
      if (this.endLogin) this.endLogin();
      clearTimeout(this.second);
    },

    happened(event) {
      const state = next(this.state, event, server);
      if (state !== this.state) this.show(state);
    },

    show(state) {
      const before = this.state;
      this.state = state;
      this.showAddress(state.src);
      this.setData({ notice: hostNotice(state, this.text) });
      if (state.phase === 'entering' && !(before && before.phase === 'entering')) this.enter();
      clearTimeout(this.second);
      if (state.wait > 0) this.second = setTimeout(() => this.happened({ kind: 'secondPassed' }), 1000);
    },

    /** A web view that has gone on by itself ignores the address it was given before; it is made anew. */
    showAddress(src) {
      if (!src || src !== this.data.src) this.setData({ src });
      else this.setData({ src: '' }, () => this.setData({ src: this.state.src }));
    },

    enter() {
      this.endLogin = login(server, ({ url, failure }) => {
        this.happened(failure ? Object.assign({ kind: 'failed' }, failure) : { kind: 'entered', url });
      });
    },

    acted(event) {
      const { kind } = event.detail;
      if (kind === 'scan') wx.navigateTo({ url: '/pages/scan/scan' });
      else this.happened({ kind });
    },

    failedToLoad() {
      this.happened({ kind: 'unreachable' });
    },
  },
});

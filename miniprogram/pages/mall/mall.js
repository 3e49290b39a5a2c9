const { server } = require('../../config');
const { initialState, reduce } = require('../../lib/host');
const { hostNotice } = require('../../lib/notices');
const handover = require('../../wechat/handover');
const { login } = require('../../wechat/login');
const { phoneTexts } = require('../../wechat/phone');

/** The host page: shows the mall's page in a web view, or a notice. `lib/host.js` decides. */
Component({
  data: { src: '', notice: {} },
  methods: {
    onLoad(options) {
      this.text = phoneTexts();
      this.show(initialState(options, server));
    },

    onShow() {
      const result = handover.take();
      if (result) this.dispatch({ kind: 'handedOver', result });
    },

    onUnload() {
      if (this.endLogin) this.endLogin();
      clearTimeout(this.ticker);
    },

    dispatch(event) {
      const state = reduce(this.state, event, server);
      if (state !== this.state) this.show(state);
    },

    show(state) {
      const previous = this.state;
      this.state = state;
      this.showAddress(state.src);
      this.setData({ notice: hostNotice(state, this.text) });
      if (state.phase === 'entering' && !(previous && previous.phase === 'entering')) this.enter();
      clearTimeout(this.ticker);
      if (state.wait > 0) this.ticker = setTimeout(() => this.dispatch({ kind: 'secondPassed' }), 1000);
    },

    /** Sets the web view's address. A web view that has navigated ignores the same address, so it is created anew. */
    showAddress(src) {
      if (!src || src !== this.data.src) this.setData({ src });
      else this.setData({ src: '' }, () => this.setData({ src: this.state.src }));
    },

    enter() {
      this.endLogin = login(server, ({ url, failure }) => {
        this.dispatch(failure ? Object.assign({ kind: 'failed' }, failure) : { kind: 'entered', url });
      });
    },

    onAction(event) {
      const { kind } = event.detail;
      if (kind === 'scan') wx.navigateTo({ url: '/pages/scan/scan' });
      else this.dispatch({ kind });
    },

    onLoadError() {
      this.dispatch({ kind: 'unreachable' });
    },
  },
});

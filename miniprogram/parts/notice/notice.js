/** Shows a title, a hint, a quote and large buttons. The native pages show nothing else. */
Component({
  properties: {
    /** See `lib/notices.js`. */
    notice: { type: Object, value: {} },
  },
  methods: {
    onTap(event) {
      this.triggerEvent('act', { kind: event.currentTarget.dataset.kind });
    },
  },
});

/** A title, a hint, a quote and large buttons: all that the native pages show. */
Component({
  properties: {
    /** See `lib/notices.js`. */
    notice: { type: Object, value: {} },
  },
  methods: {
    tapped(event) {
      this.triggerEvent('act', { kind: event.currentTarget.dataset.kind });
    },
  },
});

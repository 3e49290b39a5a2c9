const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { locationFailure, locationFragment } = require('../lib/location');
const { en, texts, zh } = require('../lib/text');
const app = require('../app.json');
const theme = require('../theme.json');

const keys = (object) =>
  Object.keys(object).flatMap((key) =>
    typeof object[key] === 'object' ? keys(object[key]).map((inner) => `${key}.${inner}`) : key,
  );

test('both languages have all texts', () => {
  assert.deepEqual(keys(en), keys(zh));
});

test('any language but English gets Chinese', () => {
  for (const language of ['en', 'en_US', 'en-GB', 'EN']) assert.equal(texts(language), en);
  for (const language of ['zh_CN', 'zh_TW', 'ja', '', undefined, 'english?']) assert.equal(texts(language), zh);
});

test('a position is rounded, and anything else is refused', () => {
  assert.equal(locationFragment({ latitude: -90, longitude: 180 }), 'location=-90.0000,180.0000,gcj02');
  assert.equal(locationFragment({ latitude: 31.23045, longitude: -121.47374 }), 'location=31.2305,-121.4737,gcj02');
  for (const position of [undefined, {}, { latitude: 91, longitude: 0 }, { latitude: NaN, longitude: 0 },
    { latitude: 1, longitude: Infinity }, { latitude: '1', longitude: 2 }]) {
    assert.equal(locationFragment(position), null);
  }
  assert.equal(locationFailure({ errMsg: 'getLocation:fail auth deny' }), 'denied');
  assert.equal(locationFailure({ errMsg: 'getLocation:fail timeout' }), 'failed');
  assert.equal(locationFailure(null), 'failed');
});

test('every page has its files, every theme its colours', () => {
  for (const page of app.pages) {
    for (const kind of ['js', 'json', 'wxml']) assert.ok(fs.existsSync(path.join(__dirname, '..',
      `${page}.${kind}`)), page);
  }
  assert.deepEqual(Object.keys(theme.light), Object.keys(theme.dark));
  for (const colour of Object.values(app.window).filter((value) => value.startsWith('@'))) {
    assert.ok(colour.slice(1) in theme.dark, colour);
  }
});

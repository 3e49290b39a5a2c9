// Computes proofs of work for claims. Only pages that are opened while many strangers claim at a placement have this
// script. A claim that the server holds back with a challenge is sent again with the proof. Without this script it waits
// for a minute at most. The script is ES5 like the boot script.
(function () {
  var send = window.fetch;
  if (!send || !window.Uint32Array || !window.Headers) return;

  // The constants of SHA-256 (FIPS 180-4, 4.2.2 and 5.3.3): parts of roots of the first primes. The browser's own hash
  // answers by a promise, which takes longer than the hash.
  var constants = new Uint32Array(64), initial = new Uint32Array(8);
  (function () {
    function part(root) { return (root - Math.floor(root)) * 4294967296; }
    for (var number = 2, count = 0; count < 64; number++) {
      for (var divisor = 2; divisor * divisor <= number && number % divisor; divisor++);
      if (divisor * divisor <= number) continue;
      if (count < 8) initial[count] = part(Math.sqrt(number));
      constants[count++] = part(Math.pow(number, 1 / 3));
    }
  })();

  var words = new Uint32Array(64);
  function rotate(word, bits) { return word >>> bits | word << (32 - bits); }

  // Adds the block in the first 16 words to a hash.
  function add(hash) {
    for (var i = 16; i < 64; i++) {
      var s0 = words[i - 15], s1 = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] + (rotate(s0, 7) ^ rotate(s0, 18) ^ s0 >>> 3) +
        (rotate(s1, 17) ^ rotate(s1, 19) ^ s1 >>> 10);
    }
    var a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4], f = hash[5], g = hash[6], h = hash[7];
    for (i = 0; i < 64; i++) {
      var one = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (e & f ^ ~e & g) + constants[i] + words[i] | 0;
      var two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    hash[0] += a; hash[1] += b; hash[2] += c; hash[3] += d; hash[4] += e; hash[5] += f; hash[6] += g; hash[7] += h;
  }

  // Returns the first word of the hash of a text of ASCII.
  function firstWord(text) {
    var hash = new Uint32Array(initial), length = text.length, blocks = (length + 72 >> 6);
    for (var block = 0; block < blocks; block++) {
      for (var i = 0; i < 16; i++) {
        var word = 0;
        for (var at = block * 64 + i * 4, end = at + 4; at < end; at++) {
          word = word << 8 | (at < length ? text.charCodeAt(at) : at === length ? 128 : 0);
        }
        words[i] = word;
      }
      if (block === blocks - 1) words[15] = length * 8;
      add(hash);
    }
    return hash[0];
  }

  // Computes in slices, so that the page goes on reacting.
  function prove(challenge) {
    var limit = Math.pow(2, 32 - parseInt(challenge, 10));
    return new Promise(function (resolve) {
      var number = 0;
      (function slice() {
        for (var end = Date.now() + 12; Date.now() < end;) {
          for (var i = 0; i < 64; i++, number++) {
            var proof = challenge + '.' + number;
            if (firstWord(proof) < limit) return resolve(proof);
          }
        }
        setTimeout(slice);
      })();
    });
  }

  // Sends a claim with a harder proof each time, at most as often as there are steps.
  function claim(request, steps) {
    var again = request.clone();
    return send.call(window, request).then(function (answer) {
      var challenge = steps && answer.status === 429 && answer.headers.get('mall-proof');
      if (!challenge) return answer;
      return prove(challenge).then(function (proof) {
        again.headers.set('mall-proof', proof);
        return claim(again, steps - 1);
      });
    });
  }

  window.fetch = function (request, options) {
    var isClaim = request.method === 'POST' && /\/v1\/claims$/.test(request.url);
    return isClaim ? claim(request, 3) : send.call(window, request, options);
  };
})();

//! Corrects errors in a block of codewords: a Reed-Solomon code. The Berlekamp-Massey algorithm finds the places of
//! errors, Forney's algorithm their values.

use super::field::{inverse, power, product};

/// The largest number of correcting codewords in a block.
pub const MAX_CORRECTION: usize = 30;

/// A polynomial: its coefficients, beginning with the constant.
type Polynomial = [u8; MAX_CORRECTION + 2];

/// Corrects a block whose last `correction` codewords are for error correction. Codewords at the places of `erased`
/// count as unknown. Returns how many other codewords were wrong, or none if there are more errors than can be
/// corrected with `reserve` correcting codewords left over.
pub fn correct(
    block: &mut [u8],
    correction: usize,
    erased: &[usize],
    reserve: usize,
) -> Option<usize> {
    if correction > MAX_CORRECTION || block.len() > 255 || erased.len() + reserve > correction {
        return None;
    }
    let syndromes = syndromes(block, correction);
    if syndromes.iter().all(|syndrome| *syndrome == 0) {
        return Some(0);
    }
    let last = block.len().checked_sub(1)?;
    let (locator, count) =
        locator(&syndromes, correction, erased.iter().map(|place| last.wrapping_sub(*place)));
    let errors = count.checked_sub(erased.len())?;
    if erased.len() + 2 * errors + reserve > correction {
        return None;
    }
    let evaluator = evaluator(&syndromes, &locator, correction);
    let mut found = 0;
    for (place, codeword) in block.iter_mut().enumerate() {
        let x = power(255 - (last - place) % 255);
        if evaluate(&locator, x) == 0 {
            found += 1;
            let derivative = derivative(&locator, x);
            *codeword ^= product(inverse(x), product(evaluate(&evaluator, x), inverse(derivative)));
        }
    }
    let corrected =
        found == count && self::syndromes(block, correction).iter().all(|syndrome| *syndrome == 0);
    corrected.then_some(errors)
}

/// Computes the syndromes. All are 0 for a block without errors.
fn syndromes(block: &[u8], correction: usize) -> Polynomial {
    let mut syndromes = [0; MAX_CORRECTION + 2];
    for (at, syndrome) in syndromes.iter_mut().enumerate().take(correction) {
        let x = power(at);
        *syndrome = block.iter().fold(0, |sum, codeword| product(sum, x) ^ codeword);
    }
    syndromes
}

/// Returns the error locator polynomial, which is 0 at the inverses of wrong places, and its degree.
fn locator(
    syndromes: &Polynomial,
    correction: usize,
    erased: impl Iterator<Item = usize>,
) -> (Polynomial, usize) {
    let mut locator = [0; MAX_CORRECTION + 2];
    locator[0] = 1;
    let mut erasures = 0;
    for exponent in erased {
        let shifted = times_x(&locator);
        add(&mut locator, &shifted, power(exponent));
        erasures += 1;
    }
    let (mut degree, mut before) = (erasures, locator);
    for step in erasures..correction {
        let discrepancy =
            (0..=step).fold(0, |sum, at| sum ^ product(locator[at], syndromes[step - at]));
        before = times_x(&before);
        if discrepancy == 0 {
            continue;
        }
        let old = locator;
        add(&mut locator, &before, discrepancy);
        if 2 * degree <= step + erasures {
            degree = step + 1 + erasures - degree;
            before = old.map(|coefficient| product(coefficient, inverse(discrepancy)));
        }
    }
    (locator, degree)
}

fn evaluator(syndromes: &Polynomial, locator: &Polynomial, correction: usize) -> Polynomial {
    let mut evaluator = [0; MAX_CORRECTION + 2];
    for (at, coefficient) in evaluator.iter_mut().enumerate().take(correction) {
        *coefficient = (0..=at).fold(0, |sum, of| sum ^ product(locator[of], syndromes[at - of]));
    }
    evaluator
}

/// Multiplies a polynomial by x.
fn times_x(polynomial: &Polynomial) -> Polynomial {
    let mut shifted = *polynomial;
    shifted.rotate_right(1);
    shifted[0] = 0;
    shifted
}

fn add(to: &mut Polynomial, other: &Polynomial, times: u8) {
    to.iter_mut().zip(other).for_each(|(to, other)| *to ^= product(*other, times));
}

fn evaluate(polynomial: &Polynomial, x: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, coefficient| product(sum, x) ^ coefficient)
}

/// Evaluates the derivative. In this field 1 + 1 is 0, so only odd powers remain.
fn derivative(polynomial: &Polynomial, x: u8) -> u8 {
    let square = product(x, x);
    let odd = polynomial.iter().skip(1).step_by(2).rev();
    odd.fold(0, |sum, coefficient| product(sum, square) ^ coefficient)
}

#[cfg(test)]
mod tests {
    use super::{correct, syndromes};
    use crate::decode::field::power;
    use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

    /// Makes a block without errors: a multiple of the generator polynomial.
    fn block(data: &[u8], correction: usize) -> Vec<u8> {
        let mut block = vec![0; data.len() + correction];
        for (at, factor) in data.iter().enumerate() {
            let mut generator = vec![1_u8];
            for root in 0..correction {
                let mut next = vec![0; generator.len() + 1];
                for (place, coefficient) in generator.iter().enumerate() {
                    next[place] ^= coefficient;
                    next[place + 1] ^= super::product(*coefficient, power(root));
                }
                generator = next;
            }
            for (place, coefficient) in generator.iter().enumerate() {
                block[at + place] ^= super::product(*coefficient, *factor);
            }
        }
        block
    }

    #[test]
    fn reserved_codewords_are_not_spent_on_errors() {
        let right = block(b"coupons", 10);
        let wrong = |errors: usize| {
            let mut block = right.clone();
            block[..errors].iter_mut().for_each(|codeword| *codeword ^= 0x55);
            block
        };
        assert_eq!(correct(&mut wrong(5), 10, &[], 0), Some(5));
        assert_eq!(correct(&mut wrong(5), 10, &[], 2), None);
        assert_eq!(correct(&mut wrong(4), 10, &[], 2), Some(4));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_correctable_error_is_corrected(
            data in proptest::collection::vec(any::<u8>(), 1..60),
            correction in 2..31_usize,
            wrong in proptest::collection::vec((any::<usize>(), 1..=255_u8), 0..30),
            erasing in 0..30_usize,
        ) {
            let right = block(&data, correction);
            prop_assert!(syndromes(&right, correction).iter().all(|syndrome| *syndrome == 0));
            let mut places = std::collections::BTreeMap::new();
            for (place, change) in wrong {
                places.insert(place % right.len(), change);
            }
            let erased: Vec<usize> = places.keys().copied().take(erasing).collect();
            let errors = places.len() - erased.len();
            let mut block = right.clone();
            for (place, change) in &places {
                block[*place] ^= change;
            }
            let corrected = correct(&mut block, correction, &erased, 0);
            if erased.len() + 2 * errors <= correction {
                prop_assert_eq!(corrected, Some(errors));
                prop_assert_eq!(block, right);
            }
        }

        #[test]
        fn any_block_is_handled(
            mut block in proptest::collection::vec(any::<u8>(), 0..300),
            correction in 0..40_usize,
            erased in proptest::collection::vec(any::<usize>(), 0..40),
            reserve in 0..4_usize,
        ) {
            let _ = correct(&mut block, correction, &erased, reserve);
        }
    }
}

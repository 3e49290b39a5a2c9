//! The field of 256 elements in which error correction computes. ISO/IEC 18004 builds it with x⁸ + x⁴ + x³ + x² + 1.
//! Addition is exclusive or.

const POLYNOMIAL: u16 = 0b1_0001_1101;

/// Powers of 2 and their logarithms.
struct Tables {
    powers: [u8; 255],
    logarithms: [u8; 256],
}

static TABLES: Tables = tables();

const fn tables() -> Tables {
    let mut tables = Tables { powers: [0; 255], logarithms: [0; 256] };
    let (mut element, mut power) = (1_u16, 0);
    while power < 255 {
        tables.powers[power] = element as u8;
        tables.logarithms[element as usize] = power as u8;
        element <<= 1;
        if element > 255 {
            element ^= POLYNOMIAL;
        }
        power += 1;
    }
    tables
}

/// Returns 2 to the power of any number.
pub fn power(exponent: usize) -> u8 {
    TABLES.powers[exponent % 255]
}

/// Multiplies two elements.
pub fn product(one: u8, other: u8) -> u8 {
    if one == 0 || other == 0 {
        return 0;
    }
    let logarithm = |element: u8| usize::from(TABLES.logarithms[usize::from(element)]);
    power(logarithm(one) + logarithm(other))
}

/// Returns the inverse of an element. The inverse of 0 is defined as 1.
pub fn inverse(element: u8) -> u8 {
    power(255 - usize::from(TABLES.logarithms[usize::from(element)]))
}

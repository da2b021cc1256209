/**
 * Finds what looks like a primary account number, so that it is refused before it is written or logged anywhere (PCI DSS 4.0.1,
 * 3.3 and 3.4). A run of 13 to 19 digits, bare or in the groups that are printed on cards, that starts as card numbers do and
 * passes the Luhn check. Groups need a boundary on both sides: a UUID must never look like a card.
 */
const bare = /(?<!\d)[2-6]\d{12,18}(?!\d)/gu;
const grouped = /(?<![\p{L}\p{N}])[2-6]\d{3}([\s\p{Pd}._/])\d{4,6}\1\d{4,5}(?:\1\d{1,4}){0,2}(?![\p{L}\p{N}])/gu;
const invisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;

export function containsCardNumber(text: string): boolean {
  // Compatibility forms (full-width digits and so on) are the same number to a person who reads them.
  const plain = text.normalize('NFKC').replace(invisible, '');
  return [bare, grouped].some((pattern) =>
    [...plain.matchAll(pattern)].some(([found]) => isCardNumber(found.replace(/\D/gu, ''))),
  );
}

const isCardNumber = (digits: string): boolean => digits.length >= 13 && digits.length <= 19 && passesLuhn(digits);

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    sum += place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return sum % 10 === 0;
}

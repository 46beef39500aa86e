/** Random bytes of the id that a worker's card says. */
export const CARD_BYTES = 10;

/** True for the 16 letters of base32 that such an id is written with; a number of goods is none. */
export const isCardId = (text: string): boolean => /^[A-Z2-7]{16}$/.test(text);

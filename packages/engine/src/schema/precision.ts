/** Decimal places to which a quotient has to be whole for `multipleOf`, wherever values are validated. */
export const MULTIPLE_OF_PRECISION = 9;

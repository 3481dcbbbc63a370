/** What looks like data about a person, by the name of a field and by its format. One row a kind; `x-personal-data` of a schema overrules. */
export const personalKinds = {
  email: { name: /e-?mail/i, formats: ['email', 'idn-email'] },
  phone: { name: /phone|mobile|\bfax\b|msisdn/i, formats: ['phone'] },
  name: {
    name: /^(?:first|last|full|given|family|middle|display|user|real|maiden)_?-?name$|surname|^nick(?:_?name)?$/i,
    formats: [],
  },
  address: {
    name: /^(?:street|postal|home|billing|shipping|delivery)?_?-?address(?:_?line)?_?\d?$|^street(?:_?name)?$|post(?:al)?_?code|^zip(?:_?code)?$|house_?number/i,
    formats: [],
  },
  'date of birth': { name: /birth|^dob$/i, formats: [] },
  'identity number': {
    name: /\bssn\b|social_?security|national_?id|passport|tax_?id|driver_?s?_?licen[cs]e|citizen_?id/i,
    formats: [],
  },
  'bank or card': {
    name: /^iban$|^bic$|card_?number|account_?number|^cvv|^cvc|holder_?name|bank_?account/i,
    formats: ['iban', 'credit-card'],
  },
  'network address': {
    name: /^ip(?:_?address|v[46])?$|mac_?address|device_?id|user_?agent/i,
    formats: ['ipv4', 'ipv6'],
  },
  location: { name: /^(?:lat|lng|lon)(?:itude|gitude)?$|^latitude$|^longitude$|geo_?location/i, formats: [] },
  'about a person': {
    name: /^gender$|^sex$|ethnic|religio|nationality|marital|health|diagnos|^age$|salary/i,
    formats: [],
  },
  picture: { name: /^avatar(?:_?url)?$|photo|portrait/i, formats: [] },
  /** `x-personal-data: true` where no row fits. */
  personal: { name: /^$/, formats: [] },
} as const satisfies Readonly<Record<string, { readonly name: RegExp; readonly formats: readonly string[] }>>;

export type PersonalKind = keyof typeof personalKinds;

/** Set in a schema: true, false, or a kind. */
export const PERSONAL_EXTENSION = 'x-personal-data';

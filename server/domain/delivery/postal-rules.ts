/** What a good address of a country looks like, as far as a form can tell. */
export type PostalRule = {
  /** How people there call the two parts that differ most. */
  state: string;
  zip: string;
  zipPattern: RegExp;
  zipExample: string;
  /** Codes of all states or provinces with their names; null where any text is one, and none as well. */
  states: Readonly<Record<string, string>> | null;
};

const US_STATES = {
  ...{ AL: 'Alabama', AK: 'Alaska', AZ: 'Arizona', AR: 'Arkansas', CA: 'California', CO: 'Colorado' },
  ...{ CT: 'Connecticut', DE: 'Delaware', DC: 'District of Columbia', FL: 'Florida', GA: 'Georgia' },
  ...{ HI: 'Hawaii', ID: 'Idaho', IL: 'Illinois', IN: 'Indiana', IA: 'Iowa', KS: 'Kansas', KY: 'Kentucky' },
  ...{ LA: 'Louisiana', ME: 'Maine', MD: 'Maryland', MA: 'Massachusetts', MI: 'Michigan', MN: 'Minnesota' },
  ...{ MS: 'Mississippi', MO: 'Missouri', MT: 'Montana', NE: 'Nebraska', NV: 'Nevada' },
  ...{ NH: 'New Hampshire', NJ: 'New Jersey', NM: 'New Mexico', NY: 'New York', NC: 'North Carolina' },
  ...{ ND: 'North Dakota', OH: 'Ohio', OK: 'Oklahoma', OR: 'Oregon', PA: 'Pennsylvania' },
  ...{ RI: 'Rhode Island', SC: 'South Carolina', SD: 'South Dakota', TN: 'Tennessee', TX: 'Texas' },
  ...{ UT: 'Utah', VT: 'Vermont', VA: 'Virginia', WA: 'Washington', WV: 'West Virginia' },
  ...{ WI: 'Wisconsin', WY: 'Wyoming', PR: 'Puerto Rico', VI: 'Virgin Islands', GU: 'Guam' },
  ...{ AS: 'American Samoa', MP: 'Northern Mariana Islands', AA: 'Armed Forces Americas' },
  ...{ AE: 'Armed Forces Europe', AP: 'Armed Forces Pacific' },
};

const CA_PROVINCES = {
  ...{ AB: 'Alberta', BC: 'British Columbia', MB: 'Manitoba', NB: 'New Brunswick' },
  ...{ NL: 'Newfoundland and Labrador', NS: 'Nova Scotia', NT: 'Northwest Territories', NU: 'Nunavut' },
  ...{ ON: 'Ontario', PE: 'Prince Edward Island', QC: 'Quebec', SK: 'Saskatchewan', YT: 'Yukon' },
};

const AU_STATES = {
  ...{ ACT: 'Australian Capital Territory', NSW: 'New South Wales', NT: 'Northern Territory' },
  ...{ QLD: 'Queensland', SA: 'South Australia', TAS: 'Tasmania', VIC: 'Victoria', WA: 'Western Australia' },
};

const RULES: Readonly<Record<string, PostalRule>> = {
  US: {
    ...{ state: 'State', zip: 'ZIP code', states: US_STATES },
    ...{ zipPattern: /^\d{5}(-\d{4})?$/, zipExample: '10001' },
  },
  CA: {
    ...{ state: 'Province', zip: 'Postal code', states: CA_PROVINCES },
    ...{ zipPattern: /^[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d$/, zipExample: 'K1A 0B1' },
  },
  AU: {
    ...{ state: 'State', zip: 'Postcode', states: AU_STATES },
    ...{ zipPattern: /^\d{4}$/, zipExample: '2000' },
  },
  GB: {
    ...{ state: 'County', zip: 'Postcode', states: null },
    ...{ zipPattern: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/, zipExample: 'SW1A 1AA' },
  },
  DE: {
    ...{ state: 'State', zip: 'Postal code', states: null },
    ...{ zipPattern: /^\d{5}$/, zipExample: '10115' },
  },
};

const ELSEWHERE: PostalRule = {
  ...{ state: 'State, province or region', zip: 'Postal code', states: null },
  ...{ zipPattern: /^[A-Z0-9][A-Z0-9 -]{1,11}$/, zipExample: '1010' },
};

/** The rule of a country (ISO 3166 alpha-2); of one without rules, and of none at all (`''`), what fits everywhere. */
export function postalRule(country: string): PostalRule {
  // What somebody typed may be the name of something that every object has.
  return (Object.hasOwn(RULES, country) ? RULES[country] : undefined) ?? ELSEWHERE;
}

const NAMES = new Intl.DisplayNames('en', { type: 'region' });

/** The country's name in English, or its code where there is none. */
export function countryName(country: string): string {
  return NAMES.of(country) ?? country;
}

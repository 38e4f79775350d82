/** Items of `GET /v1/ShippingMethods`; the shape is the assumption of gift-card-api.md section 9, row 14. */
export const shippingMethods = [
  {
    Id: 'STANDARD',
    Name: 'Standard mail',
    Carriers: [carrier('DEFAULT', 'Plain holder'), carrier('FOLDED', 'Folded card')],
  },
  { Id: 'EXPRESS', Name: 'Express, two days', Carriers: [carrier('DEFAULT', 'Plain holder')] },
];

/** Items of `GET /v1/Brandings`, equally assumed. */
export const brandings = [
  { Id: 'PLAIN', Name: 'No branding' },
  { Id: 'CONFETTI', Name: 'Confetti' },
];

function carrier(Id: string, Name: string) {
  return { Id, Name };
}

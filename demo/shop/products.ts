import type { Html } from './pages/html.ts';
import { bowlPicture } from './pictures/bowl.ts';
import { jugPicture } from './pictures/jug.ts';
import { mugPicture } from './pictures/mug.ts';
import { platePicture } from './pictures/plate.ts';
import { teapotPicture } from './pictures/teapot.ts';
import { vasePicture } from './pictures/vase.ts';

export type Product = {
  slug: string;
  name: string;
  /** Cents. */
  price: number;
  glaze: string;
  size: string;
  story: string;
  picture: () => Html;
};

export const PRODUCTS: readonly Product[] = [
  {
    slug: 'tide-plate',
    name: 'Tide plate',
    price: 3200,
    glaze: 'Oat and ink',
    size: '26 cm across',
    story: 'One slow dip in ink blue, never the same twice. Wide enough for supper, flat enough for toast.',
    picture: platePicture,
  },
  {
    slug: 'morning-mug',
    name: 'Morning mug',
    price: 2400,
    glaze: 'Sea green over bare clay',
    size: '350 ml',
    story: 'A handle for three fingers and walls that keep coffee warm through the first chapter.',
    picture: mugPicture,
  },
  {
    slug: 'harbour-teapot',
    name: 'Harbour teapot',
    price: 6800,
    glaze: 'Rust and oat',
    size: '900 ml',
    story: 'Pours without a drip. We throw the spout apart and fit it the day after, when the clay agrees.',
    picture: teapotPicture,
  },
  {
    slug: 'reed-vase',
    name: 'Reed vase',
    price: 3800,
    glaze: 'Ink blue',
    size: '22 cm tall',
    story: 'Narrow at the neck, so three stems stand as if they had grown there.',
    picture: vasePicture,
  },
  {
    slug: 'breakfast-bowl',
    name: 'Breakfast bowl',
    price: 2200,
    glaze: 'Celadon',
    size: '600 ml',
    story: 'Deep for porridge, stackable by six, and light in one hand on the sofa.',
    picture: bowlPicture,
  },
  {
    slug: 'gull-jug',
    name: 'Gull jug',
    price: 4600,
    glaze: 'Oat and sea green',
    size: '1 litre',
    story: 'Milk, water, wildflowers. The lip was the work of a whole winter.',
    picture: jugPicture,
  },
];

export function findProduct(slug: string): Product | null {
  return PRODUCTS.find((product) => product.slug === slug) ?? null;
}

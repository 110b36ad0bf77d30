/**
 * Semantic classes and parts: what a pixel or a point can belong to. The numbers are written into files,
 * so they never change; new ones are added at the end.
 */
export const SEMANTIC_CLASSES = [
  'unlabelled',
  'sky',
  'road',
  'road-marking',
  'shoulder',
  'terrain',
  'vegetation',
  'building',
  'wall',
  'barrier',
  'pole',
  'sign',
  'car',
  'van',
  'truck',
  'bus',
  'motorcycle',
  'bicycle',
  'pedestrian',
  'animal',
  'object',
  'trailer',
  'traffic-light',
] as const
export type SemanticClass = (typeof SEMANTIC_CLASSES)[number]

export const PARTS = [
  'whole',
  'body',
  'window',
  'wheel',
  'light',
  'mirror',
  'plate',
  'trim',
  'interior',
  'rider',
] as const
export type PartClass = (typeof PARTS)[number]

/**
 * The 32-bit id that the renderer writes into every pixel: instance in bits 0-15 (0: no actor), semantic
 * class in bits 16-21, part in bits 22-26, and in bits 27-31 what of the actor it moves with: 0 the body,
 * 1 + i the i-th of its wheels and, after them, of its limbs.
 */
export const packId = (
  instance: number,
  semantic: SemanticClass,
  part: PartClass = 'whole',
  mover: number | null = null,
): number =>
  (instance |
    (SEMANTIC_CLASSES.indexOf(semantic) << 16) |
    (PARTS.indexOf(part) << 22) |
    ((mover === null ? 0 : mover + 1) << 27)) >>>
  0
export const instanceOf = (id: number): number => id & 0xffff
export const semanticOf = (id: number): number => (id >>> 16) & 0x3f
export const partOf = (id: number): number => (id >>> 22) & 0x1f
/** The wheel or limb that it moves with; null: the body. */
export const moverOf = (id: number): number | null => (id >>> 27 === 0 ? null : (id >>> 27) - 1)

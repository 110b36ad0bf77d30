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
 * class in bits 16-23, part in bits 24-31.
 */
export const packId = (instance: number, semantic: SemanticClass, part: PartClass = 'whole'): number =>
  (instance | (SEMANTIC_CLASSES.indexOf(semantic) << 16) | (PARTS.indexOf(part) << 24)) >>> 0
export const instanceOf = (id: number): number => id & 0xffff
export const semanticOf = (id: number): number => (id >>> 16) & 0xff
export const partOf = (id: number): number => id >>> 24

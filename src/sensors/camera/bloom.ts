/**
 * Bloom: a share of every pixel's light goes into a halo round it (three box blurs in turn, which come near a normal
 * curve), in linear light, so the picture's light as a whole stays what it was. Lit lamps are brighter than the
 * picture's white can show: before they bloom they get their own luminance back.
 */
import { clamp } from '../../math/index.ts'
import { PARTS, partOf } from '../../world/index.ts'

/** Standard deviation of the halo, share of the picture's width. */
const HALO = 0.012
/** Of a lit lamp's lens, cd/m^2: rear lamps have some ten thousand, head lamps more. */
const LAMP_LUMINANCE = 40_000
/** A lamp this bright in the picture is lit. */
const LIT = 0.35
/** The picture has no room for more. */
const BRIGHTEST = 60

const LIGHT_PART = PARTS.indexOf('light')

/**
 * Spreads a share of the light over its neighbourhood.
 * @param light changed
 * @param ids of each pixel; empty: lamps are not known
 * @param white luminance of light 1, cd/m^2
 */
export const bloom = (
  light: Float32Array,
  width: number,
  height: number,
  share: number,
  ids: Uint32Array,
  white: number,
): void => {
  const headroom = clamp(LAMP_LUMINANCE / white, 1, BRIGHTEST)
  for (let i = 0; i < ids.length; i++) {
    if (partOf(ids[i]) !== LIGHT_PART) continue
    const [r, g, b] = [light[3 * i], light[3 * i + 1], light[3 * i + 2]]
    if (Math.max(r, g, b) < LIT) continue
    light[3 * i] = r * headroom
    light[3 * i + 1] = g * headroom
    light[3 * i + 2] = b * headroom
  }
  const halo = light.slice()
  // The variance of a box of 2 r + 1 is r (r + 1) / 3; three of them add up.
  const radius = Math.max(1, Math.round(HALO * width))
  const line = new Float32Array(Math.max(width, height) * 3)
  for (let pass = 0; pass < 3; pass++) {
    for (let y = 0; y < height; y++) boxBlur(halo, 3 * y * width, 3, width, radius, line)
    for (let x = 0; x < width; x++) boxBlur(halo, 3 * x, 3 * width, height, radius, line)
  }
  for (let at = 0; at < light.length; at++) light[at] += share * (halo[at] - light[at])
}

/** A line of n pixels, mirrored at its ends, so that no light is lost. */
const boxBlur = (
  light: Float32Array,
  start: number,
  step: number,
  n: number,
  radius: number,
  line: Float32Array,
): void => {
  const r = Math.min(radius, n - 1)
  const mirrored = (i: number): number => (i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i)
  for (let c = 0; c < 3; c++) {
    let sum = 0
    for (let i = -r; i <= r; i++) sum += light[start + c + mirrored(i) * step]
    for (let i = 0; i < n; i++) {
      line[i] = sum / (2 * r + 1)
      sum += light[start + c + mirrored(i + r + 1) * step] - light[start + c + mirrored(i - r) * step]
    }
    for (let i = 0; i < n; i++) light[start + c + i * step] = line[i]
  }
}

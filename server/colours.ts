/** Colours that readings are painted with. */
export type Rgb = readonly [number, number, number]

/** Colours that lie far apart, the same for the same number: steps of the golden angle round the colour circle. */
export const colourOf = (number: number): Rgb => {
  if (number === 0) return [24, 27, 32]
  const hue = (number * 137.508) % 360
  const light = 0.5 + 0.14 * (number % 3)
  const f = (n: number): number => {
    const k = (n + hue / 30) % 12
    return 255 * (light - 0.42 * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [f(0), f(8), f(4)]
}

/** Near is bright and warm, far is dark and blue; the logarithm shows both. */
const NEAREST = 2
const FARTHEST = 150

export const farColour = (metres: number): Rgb => {
  if (!Number.isFinite(metres)) return [12, 14, 20]
  const share = Math.log(metres / NEAREST) / Math.log(FARTHEST / NEAREST)
  const u = 1 - Math.min(1, Math.max(0, share))
  return [255 * Math.min(1, 0.1 + 1.3 * u), 255 * (0.12 + 0.75 * u * u), 255 * (0.4 + 0.35 * Math.sin(3 * u))]
}

/** Speed at which a colour is at its fullest, m/s. */
const FULL_SPEED = 15

/** Coming nearer is red, going away blue, at rest grey. */
export const speedColour = (away: number): Rgb => {
  const u = Math.max(-1, Math.min(1, away / FULL_SPEED))
  return u < 0 ? [150 - 105 * u, 150 + 75 * u, 150 + 85 * u] : [150 - 85 * u, 150 - 10 * u, 150 + 105 * u]
}

/** A picture of these colours, RGBA. */
export const painted = (pixels: number, colour: (i: number) => Rgb): Uint8Array => {
  const rgba = new Uint8Array(pixels * 4)
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = colour(i)
    rgba.set([r, g, b, 255], i * 4)
  }
  return rgba
}

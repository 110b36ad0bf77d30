/** Pictures as linear light (IEC 61966-2-1), three numbers a pixel: red, green, blue; 1 is the renderer's white. */

/** A picture without noise: RGBA, sRGB-encoded, 4 bytes a pixel, row 0 on top. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

/** sRGB 0..1 -> linear light 0..1, and back. */
const decodeSrgb = (v: number): number =>
  v <= 0.04045 ? v / 12.92 : Math.exp(2.4 * Math.log((v + 0.055) / 1.055))
export const encodeSrgb = (v: number): number =>
  v <= 0.0031308 ? 12.92 * v : 1.055 * Math.exp(Math.log(v) / 2.4) - 0.055

/** Linear light of each sRGB byte. */
export const LIGHT_OF_BYTE = Float32Array.from({ length: 256 }, (_, byte) => decodeSrgb(byte / 255))

/** A picture's light. @param light 3 numbers a pixel, for it to be put in; left out: in memory of its own */
export const lightOf = (
  { rgba }: Picture,
  light: Float32Array = new Float32Array((rgba.length / 4) * 3),
): Float32Array => {
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    light[to] = LIGHT_OF_BYTE[rgba[from]]
    light[to + 1] = LIGHT_OF_BYTE[rgba[from + 1]]
    light[to + 2] = LIGHT_OF_BYTE[rgba[from + 2]]
  }
  return light
}

/** Luminance of each pixel of linear light (ITU-R BT.709). */
export const luminanceOf = (light: Float32Array): Float32Array => {
  const luminance = new Float32Array(light.length / 3)
  for (let i = 0, at = 0; i < luminance.length; i++, at += 3)
    luminance[i] = 0.2126 * light[at] + 0.7152 * light[at + 1] + 0.0722 * light[at + 2]
  return luminance
}

/** Mean light of all pixels, by channel. */
export const meanOf = (light: Float32Array): readonly [number, number, number] => {
  let [r, g, b] = [0, 0, 0]
  for (let at = 0; at < light.length; at += 3) {
    r += light[at]
    g += light[at + 1]
    b += light[at + 2]
  }
  const n = light.length / 3
  return [r / n, g / n, b / n]
}

/** A picture that was lost: black. */
export const noPicture = (width: number, height: number): Uint8Array => {
  const rgba = new Uint8Array(4 * width * height)
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255
  return rgba
}

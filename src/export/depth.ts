/** Depth as pictures of 16 bits hold it. */

/** This value: farther than it says, or sky. */
export const DEPTH_FAR = 65535

/** Depth, m -> whole centimetres. */
export const centimetres = (depth: Float32Array): Uint16Array => {
  const out = new Uint16Array(depth.length)
  for (let i = 0; i < depth.length; i++) {
    const cm = depth[i] * 100 + 0.5
    out[i] = cm < DEPTH_FAR ? cm | 0 : DEPTH_FAR
  }
  return out
}

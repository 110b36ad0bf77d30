/**
 * COCO's run-length masks: runs of 0 and 1 by turns, column by column from the top left, the first run
 * of zeros (maskApi.c of cocodataset/cocoapi). Text form: each run, from the fourth on less the one two
 * before it, in groups of five bits from the low end, 0x20 marking that more follow, offset by 48.
 */
import type { Box2d } from './frame.ts'

/**
 * Run lengths of one instance's mask.
 * @param box holds all of the instance's pixels; nothing outside it is looked at.
 */
export const maskRuns = (
  instances: Uint16Array,
  width: number,
  height: number,
  instance: number,
  [left, top, right, bottom]: Box2d,
): number[] => {
  const runs: number[] = []
  let inside = false
  let runStart = 0
  for (let x = left; x < right; x++) {
    for (let y = top, i = top * width + x; y < bottom; y++, i += width) {
      if ((instances[i] === instance) === inside) continue
      const at = x * height + y
      runs.push(at - runStart)
      runStart = at
      inside = !inside
    }
    // Between this column's part of the box and the next one's lies nothing of the instance.
    if (inside && (bottom < height || top > 0)) {
      const at = x * height + bottom
      runs.push(at - runStart)
      runStart = at
      inside = false
    }
  }
  if (runStart < width * height) runs.push(width * height - runStart)
  return runs
}

/** COCO's compressed text form of run lengths. */
export const encodeRuns = (runs: readonly number[]): string => {
  let text = ''
  runs.forEach((run, i) => {
    let rest = i > 2 ? run - runs[i - 2] : run
    for (;;) {
      const group = rest & 0x1f
      rest >>= 5
      // Arithmetic shift: a negative number ends in all ones, and its last group must show the sign.
      const more = group & 0x10 ? rest !== -1 : rest !== 0
      text += String.fromCharCode(48 + (more ? group | 0x20 : group))
      if (!more) break
    }
  })
  return text
}

/** Run lengths of COCO's compressed text form. */
export const decodeRuns = (text: string): number[] => {
  const runs: number[] = []
  for (let p = 0; p < text.length;) {
    let value = 0
    let shift = 0
    for (;;) {
      const code = text.charCodeAt(p++) - 48
      value |= (code & 0x1f) << shift
      shift += 5
      if (code & 0x20) continue
      if (code & 0x10) value |= -1 << shift
      break
    }
    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value)
  }
  return runs
}

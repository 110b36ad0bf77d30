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
  let runStart = 0
  // Runs of zeros have even numbers, so an odd count of finished runs means that we are in the mask.
  const inside = (): boolean => runs.length % 2 === 1
  const turnAt = (at: number): void => {
    runs.push(at - runStart)
    runStart = at
  }
  // Only a box of the picture's whole height lets a run go on from one column into the next.
  const wholeHeight = top === 0 && bottom === height
  for (let x = left; x < right; x++) {
    for (let y = top, i = top * width + x; y < bottom; y++, i += width)
      if ((instances[i] === instance) !== inside()) turnAt(x * height + y)
    if (inside() && (!wholeHeight || x === right - 1)) turnAt(x * height + bottom)
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

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

/** Linear memory as a stack: what lasts is allocated first, what is only needed meanwhile is released again. */

let top: usize = (__heap_base + 63) & ~63

/** At least `bytes` bytes on a 64-byte line, as they happen to be. Growing the memory detaches the host's views. */
export function allocate(bytes: usize): usize {
  const at = top
  top = (top + bytes + 63) & ~63
  const pages = <i32>((top + 0xffff) >>> 16) - memory.size()
  if (pages > 0 && memory.grow(pages) < 0) unreachable()
  return at
}

/** Where the next allocation begins; give it to `release` to take back everything since. */
export function mark(): usize {
  return top
}

export function release(to: usize): void {
  top = to
}

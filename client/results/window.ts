/** Which tiles of a long grid are in sight: only those are asked for and drawn, however many there are. */

export interface GridView {
  /** Of the scrolled box, px. */
  readonly width: number
  readonly height: number
  readonly top: number
  /** Least width of a tile and height of its row, px, the gap counted in. */
  readonly tileWidth: number
  readonly rowHeight: number
}

export interface GridWindow {
  readonly columns: number
  /** Number of the first tile in sight, and how many there are to draw. */
  readonly first: number
  readonly count: number
  /** Where the first row stands, and how high all rows are together, px. */
  readonly offset: number
  readonly total: number
}

/** Rows beyond what is in sight, on either side. */
const SPARE_ROWS = 1
/** Browsers draw no box that is higher than this, px; beyond it a row of scrolling stands for several. */
const HIGHEST = 15_000_000

export const windowOf = (
  tiles: number,
  { width, height, top, tileWidth, rowHeight }: GridView,
): GridWindow => {
  const columns = Math.max(1, Math.floor(width / tileWidth))
  const rows = Math.ceil(tiles / columns)
  const total = Math.min(HIGHEST, rows * rowHeight)
  const seen = Math.ceil(height / rowHeight) + 1
  // At the end of the scrolling stands the end of the grid, however much it is squeezed.
  const reach = Math.max(1, total - height)
  const share = Math.min(1, Math.max(0, top) / reach)
  const squeezed = total < rows * rowHeight
  const at = squeezed
    ? Math.floor(share * Math.max(0, rows - seen + 1))
    : Math.floor(Math.max(0, top) / rowHeight)
  const firstRow = Math.max(0, Math.min(at, rows - 1) - SPARE_ROWS)
  const lastRow = Math.min(rows, at + seen + SPARE_ROWS)
  const first = firstRow * columns
  const offset = squeezed
    ? Math.min(total - (lastRow - firstRow) * rowHeight, Math.max(0, top - (at - firstRow) * rowHeight))
    : firstRow * rowHeight
  return { columns, first, count: Math.max(0, Math.min(tiles, lastRow * columns) - first), offset, total }
}

/** The pages of `size` tiles that a stretch lies in: their numbers. */
export const pagesOf = (first: number, count: number, size: number): number[] => {
  if (count === 0) return []
  const [from, to] = [Math.floor(first / size), Math.floor((first + count - 1) / size)]
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/** The rules of labelled clips: every video is whole and as its row says, and stands in one list with its number. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SPLITS } from '../exporter.ts'
import { LABEL_COLUMNS, LABELS, type LabelRow } from './labels.ts'
import { readMp4 } from './mp4.ts'

export async function* verifyClips(folder: string): AsyncGenerator<string, void, void> {
  const [header, ...lines] = await linesOf(join(folder, 'labels.csv'))
  if (header !== LABEL_COLUMNS.join()) {
    yield `labels.csv: its columns are not ${LABEL_COLUMNS.join()}`
    return
  }
  const listed = new Map<string, string>()
  for (const split of SPLITS)
    for (const line of await linesOf(join(folder, `${split}.csv`))) {
      const [path, label] = line.split(' ')
      if (listed.has(path)) yield `${split}.csv: ${path} stands in a list twice`
      listed.set(path, `${split} ${LABELS[Number(label)]}`)
    }
  for (const line of lines) {
    const cells = line.split(',')
    const row = Object.fromEntries(LABEL_COLUMNS.map((name, i) => [name, cells[i]])) as LabelRow
    for (const fault of await faultsOf(folder, row)) yield `${row.clip}: ${fault}`
    const entry = listed.get(row.clip)
    if (entry !== `${row.split} ${row.label}`)
      yield `${row.clip}: labels.csv says '${row.split} ${row.label}', the lists of splits ${entry === undefined ? 'nothing' : `'${entry}'`}`
    listed.delete(row.clip)
  }
  for (const path of listed.keys()) yield `${path}: it stands in a list and not in labels.csv`
}

const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')

const faultsOf = async (folder: string, row: LabelRow): Promise<string[]> => {
  const faults: string[] = []
  if (!row.clip.startsWith(`clips/${row.split}/${row.label}/`))
    faults.push('it lies in a folder of another split or label')
  try {
    const { pictures, rate, width, height } = await readMp4(join(folder, row.clip))
    if (String(pictures) !== row.frames) faults.push(`it has ${pictures} pictures, not ${row.frames}`)
    if (Math.abs(rate - Number(row.fps)) > 1e-3)
      faults.push(`it has ${rate} pictures a second, not ${row.fps}`)
    if (`${width} ${height}` !== `${row.width} ${row.height}`)
      faults.push(`its pictures are ${width} x ${height}, not ${row.width} x ${row.height}`)
    const [start, end] = [Number(row.event_start), Number(row.event_end)]
    if (row.event_start !== '' && !(start >= 0 && start <= end && end < pictures))
      faults.push(`its event goes from picture ${start} to ${end} of ${pictures}`)
  } catch (error) {
    faults.push(`it is no whole MP4: ${error instanceof Error ? error.message : String(error)}`)
  }
  return faults
}

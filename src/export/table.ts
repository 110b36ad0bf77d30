/**
 * A table as CSV (RFC 4180), Parquet or JSON: the same columns by the same names in each. Rows are taken one by
 * one, so a table may be larger than memory. The file appears whole or not at all.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { extname } from 'node:path'
import { fileWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer'
import { beginFile } from './atomic.ts'

/** null: the row has no such value. */
export type Cell = string | number | boolean | null

export interface TableColumn {
  readonly name: string
  /** `whole`: an integer that a double holds exactly. */
  readonly type: 'text' | 'number' | 'whole' | 'truth'
}

type Row = readonly Cell[]
type Columns = readonly TableColumn[]

/** By the ending of the file's name. */
const WRITERS: Readonly<
  Record<string, (path: string, columns: Columns, rows: Iterable<Row>) => void | Promise<void>>
> = {
  '.csv': (path, columns, rows) => writeText(path, csvText(columns, rows)),
  '.json': (path, columns, rows) => writeText(path, jsonText(columns, rows)),
  '.parquet': (path, columns, rows) => writeParquet(path, columns, rows),
}

/** Endings of the files that `writeTable` can write. */
export const TABLE_ENDINGS: readonly string[] = Object.keys(WRITERS)

/**
 * Writes a table to `path`, whose ending says as what.
 * @throws UserError when something stands there already, or nothing can be written there
 */
export const writeTable = async (path: string, columns: Columns, rows: Iterable<Row>): Promise<void> => {
  const write = WRITERS[extname(path)]
  const file = await beginFile(path)
  try {
    await write(file.path, columns, rows)
    await file.commit()
  } catch (error) {
    await file.abort()
    throw error
  }
}

function* csvText(columns: Columns, rows: Iterable<Row>): Generator<string> {
  yield `${columns.map(({ name }) => csvCell(name)).join(',')}\n`
  for (const row of rows) yield `${row.map(csvCell).join(',')}\n`
}

/** Numbers as JavaScript writes them: as short as they can be and read back to the same bits. */
const csvCell = (cell: Cell): string => {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function* jsonText(columns: Columns, rows: Iterable<Row>): Generator<string> {
  let before = '[\n'
  for (const row of rows) {
    yield before + JSON.stringify(Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** Characters that are gathered for one write. */
const PER_WRITE = 1 << 20

const writeText = (path: string, parts: Iterable<string>): void => {
  const fd = openSync(path, 'w')
  try {
    let text = ''
    for (const part of parts) {
      text += part
      if (text.length < PER_WRITE) continue
      writeSync(fd, text)
      text = ''
    }
    writeSync(fd, text)
  } finally {
    closeSync(fd)
  }
}

/** Rows that make one group of a Parquet file: as many are in memory at once. */
const ROWS_PER_GROUP = 10_000

const PARQUET = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  whole: { type: 'INT64' },
  truth: { type: 'BOOLEAN' },
} as const

const writeParquet = (path: string, columns: Columns, rows: Iterable<Row>): void | Promise<void> => {
  const file = new ParquetWriter({
    writer: fileWriter(path),
    createdBy: 'nearmiss',
    schema: [
      { name: 'table', num_children: columns.length },
      ...columns.map(({ name, type }) => ({ name, ...PARQUET[type], repetition_type: 'OPTIONAL' as const })),
    ],
  })
  let group: Row[] = []
  const flush = (): void => {
    const columnData = columns.map(({ name, type }, i): ColumnSource => ({
      name,
      data: group.map((row) => (type === 'whole' && row[i] !== null ? BigInt(Number(row[i])) : row[i])),
    }))
    void file.write({ columnData, rowGroupSize: ROWS_PER_GROUP })
    group = []
  }
  for (const row of rows) if (group.push(row) === ROWS_PER_GROUP) flush()
  if (group.length > 0) flush()
  return file.finish()
}

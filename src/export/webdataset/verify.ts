/** Shards against their own rules. Only labels are read, pictures are leapt over. */
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { annotationProblems, createTrackRules, type Annotation } from '../coco/rules.ts'
import type { Split } from '../exporter.ts'
import { readHeader, TAR_BLOCK } from './tar.ts'

interface Labels {
  readonly clip: string
  readonly split: Split
  readonly width: number
  readonly height: number
  readonly annotations: readonly (Annotation & { readonly category: string })[]
}

export async function* verifyWebdataset(folder: string): AsyncGenerator<string, void, void> {
  const keys = new Map<string, string>()
  const tracksOf = createTrackRules()
  for (const shard of (await readdir(folder)).filter((name) => name.endsWith('.tar')).sort()) {
    const file = await open(join(folder, shard))
    try {
      const parts = new Map<string, Set<string>>()
      for await (const { path, at, bytes } of entries(file)) {
        const dot = path.indexOf('.')
        const [key, ending] = [path.slice(0, dot), path.slice(dot + 1)]
        const known = parts.get(key) ?? new Set()
        if (known.has(ending)) yield `${shard}: ${path} is there twice`
        parts.set(key, known.add(ending))
        if (ending !== 'json') continue
        const { buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, at)
        const labels = JSON.parse(buffer.toString()) as Labels
        if (!shard.startsWith(`${labels.split}-`)) yield `${shard}: ${path} is of ${labels.split}`
        for (const a of labels.annotations)
          for (const problem of annotationProblems(a, labels.width, labels.height))
            yield `${shard}: ${path}: track ${a.track_id}: ${problem}`
        for (const problem of tracksOf(labels, labels.annotations)) yield `${shard}: ${path}: ${problem}`
      }
      for (const [key, endings] of parts) {
        for (const needed of ['jpg', 'json'])
          if (!endings.has(needed)) yield `${shard}: sample ${key} has no .${needed}`
        const before = keys.get(key)
        if (before !== undefined) yield `${shard}: sample ${key} is in ${before} too`
        keys.set(key, shard)
      }
    } catch (error) {
      yield `${shard}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
    } finally {
      await file.close()
    }
  }
}

/** Files of an archive and where their content lies. @throws RangeError where it is none, or cut off */
async function* entries(
  file: FileHandle,
): AsyncGenerator<{ path: string; at: number; bytes: number }, void, void> {
  const { size } = await file.stat()
  for (let at = 0; ;) {
    const block = Buffer.alloc(TAR_BLOCK)
    if ((await file.read(block, 0, TAR_BLOCK, at)).bytesRead < TAR_BLOCK)
      throw new RangeError('it is cut off')
    const header = readHeader(block)
    if (header === null) return
    at += TAR_BLOCK
    if (at + header.bytes > size) throw new RangeError(`it is cut off in ${header.path}`)
    yield { ...header, at }
    at += Math.ceil(header.bytes / TAR_BLOCK) * TAR_BLOCK
  }
}

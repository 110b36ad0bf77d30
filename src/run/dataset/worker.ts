/**
 * One worker of an export, a process of its own. Born with the driver's environment when there is a camera
 * (docs/decisions/0004).
 */
import { UserError } from '../../scenario/index.ts'
import { makePiece, simulateClip, type ClipTask, type PieceTask } from './clip-work.ts'
import type { ClipFacts } from './workshop.ts'

export type ExportTask = ({ readonly kind: 'simulate' } & ClipTask) | ({ readonly kind: 'piece' } & PieceTask)

export type ExportAnswer =
  | { readonly kind: 'frame' }
  | { readonly kind: 'simulated'; readonly facts: ClipFacts }
  | { readonly kind: 'made' }
  /** What a user can mend. */
  | { readonly kind: 'mistake'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }

const tell = (answer: ExportAnswer): void => void process.send?.(answer)

const answer = async (task: ExportTask): Promise<ExportAnswer> => {
  if (task.kind === 'simulate') return { kind: 'simulated', facts: await simulateClip(task) }
  await makePiece(task, () => tell({ kind: 'frame' }))
  // Left to itself the heap grows by a hundred megabytes before it is swept, in each of the workers.
  globalThis.gc?.()
  return { kind: 'made' }
}

process.on('message', (task: ExportTask) => {
  answer(task)
    .catch((error: unknown): ExportAnswer => {
      if (error instanceof UserError) return { kind: 'mistake', message: error.message }
      return {
        kind: 'fault',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }
    })
    .then(tell)
    .catch(() => process.exit(70))
})
// Should the command be killed outright, nobody is left to stop us: the broken channel tells.
process.on('disconnect', () => process.exit(143))

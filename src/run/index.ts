/**
 * run: composes the flow. simulate -> states; observe -> frames; run -> the record; sweep -> many runs.
 * The only room below the command line that may read the clock.
 */
export * from './version.ts'
export * from './simulate.ts'
export * from './state-log.ts'
export * from './csv.ts'
export * from './run.ts'
export * from './coverage.ts'
export * from './sweep-row.ts'
export { memoryJournal, type DoneRun, type Journal } from './sweep-journal.ts'
export * from './sweep.ts'
export * from './sweep-summary.ts'
export * from './sweep-folder.ts'
export * from './export.ts'
export * from './record.ts'
export * from './replay.ts'
export * from './minimise.ts'
export * from './observe.ts'
export * from './picture.ts'
export * from './drawing-process.ts'
export { withExternalDrivers } from './external-driver.ts'

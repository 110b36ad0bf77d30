/** Property tests draw the same cases in every run, so that CI never fails by luck; FC_SEED explores others. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20261122) })

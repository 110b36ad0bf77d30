import type { ReadonlySignal } from '@preact/signals'

/** Makes the effect or computed value that is running come again when one of these changes. */
export const dependOn = (...signals: readonly ReadonlySignal<unknown>[]): void => {
  signals.forEach((s) => s.value)
}

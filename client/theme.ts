/** Dark or light: the system's choice until the user makes his own. */
import { effect, signal } from '@preact/signals'

export type Theme = 'dark' | 'light'
const KEY = 'nearmiss-theme'

const chosen = localStorage.getItem(KEY)
const system = matchMedia('(prefers-color-scheme: light)')

export const theme = signal<Theme>(
  chosen === 'dark' || chosen === 'light' ? chosen : system.matches ? 'light' : 'dark',
)

system.addEventListener('change', ({ matches }) => {
  if (localStorage.getItem(KEY) === null) theme.value = matches ? 'light' : 'dark'
})

export const switchTheme = (): void => {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  localStorage.setItem(KEY, theme.value)
}

effect(() => {
  document.documentElement.dataset['theme'] = theme.value
})

import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'client',
  plugins: [preact()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // Babylon is one lazy chunk; what the page needs at once is an order smaller.
    chunkSizeWarningLimit: 4000,
  },
})

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Only what is there: an entry that a slice does not have yet is left out. */
const present = (entries: Record<string, string>) => Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)))

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      sourcemap: true,
      externalizeDeps: true,
      rollupOptions: {
        input: present({
          index: at('src/main/index.ts'),
          core: at('src/main/core.ts'),
          serve: at('src/main/serve.ts'),
          cli: at('src/main/cli.ts'),
          worker: at('src/main/worker.ts'),
          bench: at('test/bench/main.ts'),
        }),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload cannot load modules: one CommonJS file with everything in it.
      externalizeDeps: false,
      rollupOptions: {
        input: present({ index: at('src/preload/index.ts') }),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: { outDir: at('out/renderer'), target: 'chrome130', rollupOptions: { input: at('src/renderer/index.html') } },
  },
})

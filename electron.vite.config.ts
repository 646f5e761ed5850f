import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Only what is there: an entry that a slice does not have yet is left out. */
const present = (entries: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(entries)
      .map(([name, path]) => [name, at(path)] as const)
      .filter(([, path]) => existsSync(path)),
  )

const main = present({
  index: 'src/main/index.ts',
  core: 'src/main/core.ts',
  serve: 'src/main/serve.ts',
  cli: 'src/main/cli.ts',
  worker: 'src/main/worker.ts',
  bench: 'test/bench/main.ts',
})

const config: UserConfig = {}

if (Object.keys(main).length > 0) {
  config.main = {
    build: {
      outDir: 'out/main',
      target: 'node24',
      sourcemap: true,
      rollupOptions: {
        input: main,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  }
}

if (existsSync(at('src/preload/index.ts'))) {
  config.preload = {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can load no modules: one CommonJS file with everything in it.
      externalizeDeps: false,
      rollupOptions: { input: { index: at('src/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  }
}

if (existsSync(at('src/renderer/index.html'))) {
  config.renderer = {
    root: at('src/renderer'),
    // A place deep within the program (/orders/123) loads the same files: their addresses begin at the root.
    plugins: [react(), { name: 'addresses-from-the-root', config: () => ({ base: '/' }) }],
    // Nothing is inlined as a data: address, which the content security policy refuses.
    build: { outDir: at('out/renderer'), assetsInlineLimit: 0, rollupOptions: { input: at('src/renderer/index.html') } },
  }
}

export default defineConfig(config)

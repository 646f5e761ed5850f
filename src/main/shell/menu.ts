import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from './words'

/** The least a window needs: editing, size, closing. Everything else is on the page, by name and by key. */
export function menuTemplate(words: Words, mac: boolean): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const own: MenuItemConstructorOptions = { label: 'Daiko', submenu: [{ role: 'quit', label: words.quit }] }
  return [
    ...(mac ? [own] : []),
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        separator,
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { role: 'resetZoom', label: words.actualSize },
        separator,
        { role: 'togglefullscreen', label: words.fullScreen },
      ],
    },
    {
      label: words.window,
      submenu: [
        { role: 'minimize', label: words.minimize },
        { role: 'close', label: words.close },
        ...(mac ? [] : [separator, { role: 'quit' as const, label: words.quit }]),
      ],
    },
  ]
}

export function setMenu(words: Words, mac: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, mac)))
}

import { useCallback, useEffect, useRef, useState } from 'react'
import { download } from '../../api'

/** What stands behind a one-use ticket, and what it is called. */
export interface Ticketed {
  readonly ticket: string
  readonly fileName: string
}

/** Saves a file by its ticket: whether it was saved (null: nobody has tried), and what went wrong. */
export function useSaving(): {
  saved: (Ticketed & { done: boolean }) | null
  error: Error | null
  save: (file: Ticketed) => Promise<void>
} {
  const [saved, setSaved] = useState<(Ticketed & { done: boolean }) | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const save = useCallback(async (file: Ticketed) => {
    setError(null)
    try {
      setSaved({ ...file, done: await download(file.ticket, file.fileName) })
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }, [])
  return { saved, error, save }
}

/** Saves what was made as soon as it is there, and each ticket once. */
export function useSavingOnce(file: Ticketed | null): ReturnType<typeof useSaving> {
  const saving = useSaving()
  const { save } = saving
  const taken = useRef('')
  useEffect(() => {
    if (file === null || taken.current === file.ticket) return
    taken.current = file.ticket
    void save(file)
  }, [file, save])
  return saving
}

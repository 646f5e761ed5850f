import { useWords } from '../../words'

const LEVELS = ['0', '1', '2', '3', '5'] as const

/** How surely a deposit was matched: by which level, or by hand. */
export function LevelName({ level }: { level: string }) {
  const { t } = useWords()
  const known = LEVELS.find((one) => one === level)
  return <>{known ? t(`deposits.level.${known}`) : level}</>
}

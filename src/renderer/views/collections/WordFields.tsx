import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { NoticeEvent } from '../../../preload/contract/column-profile'
import { useWords } from '../../words'
import styles from './collections.module.css'
import type { WordDraft } from './mapping-draft'

interface WordFieldsProps {
  words: readonly WordDraft[]
  isWrong: boolean
  onChange: (words: readonly WordDraft[]) => void
}

/** What each word in the column of events means; a file with another word is not taken. */
export function WordFields({ words, isWrong, onChange }: WordFieldsProps) {
  const { t } = useWords()
  const put = (at: number, own: Partial<WordDraft>) => onChange(words.map((word, index) => (index === at ? { ...word, ...own } : word)))
  const data = NoticeEvent.options.map((value) => ({ value, label: t(`nouns.collectionKind.${value}`) }))
  return (
    <fieldset className={styles.words}>
      <legend>{t('collections.mapping.words')}</legend>
      <Stack gap="xs">
        {words.map(({ word, event }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row that is typed into has nothing but its place
          <Group gap="xs" key={at} wrap="nowrap">
            <TextInput
              aria-label={t('collections.mapping.word', { row: at + 1 })}
              onChange={(change) => put(at, { word: change.currentTarget.value })}
              value={word}
            />
            <Select
              aria-label={t('collections.mapping.wordMeans', { row: at + 1 })}
              data={data}
              onChange={(chosen) => put(at, { event: NoticeEvent.options.find((one) => one === chosen) ?? null })}
              placeholder={t('collections.mapping.none')}
              value={event}
            />
            <Button onClick={() => onChange(words.filter((_, index) => index !== at))} size="xs" variant="default">
              {t('collections.mapping.wordRemove', { row: at + 1 })}
            </Button>
          </Group>
        ))}
        <Group gap="xs">
          <Button onClick={() => onChange([...words, { word: '', event: null }])} size="xs" variant="default">
            {t('collections.mapping.wordAdd')}
          </Button>
          {isWrong ? <span className={styles.warned}>{t('collections.mapping.wordsWrong')}</span> : null}
        </Group>
      </Stack>
    </fieldset>
  )
}

import { Button, Group, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { FileCollector } from '../../../preload/contract/collections'
import { DateForm, FileEncoding, type FileHead, NoticeField, NumberForm } from '../../../preload/contract/column-profile'
import { NoticeGateway } from '../../../preload/contract/gateways'
import type { OfferReference } from '../../../preload/contract/ids'
import { Refused, useAct, useCall } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ChangedColumns } from './ChangedColumns'
import { ColumnTable } from './ColumnTable'
import styles from './collections.module.css'
import { draftFor, type MappingDraft, REQUIRED, readMapping, withWordsOf } from './mapping-draft'
import { WordFields } from './WordFields'

/** Whether a file was not taken because nobody has said what its columns mean, or they are others now. */
export function isAboutColumns(error: Error | null): error is Refused {
  return error instanceof Refused && (error.refusal.refusal === 'columns_not_mapped' || error.refusal.refusal === 'columns_changed')
}

interface MapColumnsProps {
  collector: FileCollector
  error: Refused
  reference: OfferReference
  onSaved: () => void
}

/** What the columns of a collector's file mean, said once and kept; where they have changed, old stands beside new. */
export function MapColumns({ collector, error, reference, onSaved }: MapColumnsProps) {
  const { t } = useWords()
  const [encoding, setEncoding] = useState<FileEncoding>(collector.profile?.encoding ?? 'shift_jis')
  const head = useCall('collections.columns', { reference, encoding })
  const { refusal } = error
  return (
    <Stack gap="md">
      {refusal.refusal === 'columns_changed' ? <ChangedColumns columns={refusal.columns} /> : null}
      <h2 className={styles.heading}>{t('collections.mapping.title', { name: collector.name })}</h2>
      <Select
        allowDeselect={false}
        data={FileEncoding.options.map((value) => ({ value, label: t(`collections.mapping.encodings.${value}`) }))}
        label={t('collections.mapping.encoding')}
        maw={260}
        onChange={(chosen) => setEncoding(FileEncoding.catch(encoding).parse(chosen))}
        value={encoding}
      />
      <RefusalText error={head.error} />
      {head.data ? <Mapping collector={collector} encoding={encoding} head={head.data} key={encoding} onSaved={onSaved} /> : null}
    </Stack>
  )
}

interface MappingProps {
  collector: FileCollector
  encoding: FileEncoding
  head: FileHead
  onSaved: () => void
}

function Mapping({ collector, encoding, head, onSaved }: MappingProps) {
  const { t } = useWords()
  const [draft, setDraft] = useState<MappingDraft>(() => draftFor(head, collector.profile))
  const [tried, setTried] = useState(false)
  const save = useAct('collections.mapColumns')
  const { profile, problems } = readMapping(head, encoding, draft)
  const send = () => {
    setTried(true)
    const method = NoticeGateway.safeParse(collector.method)
    const onSuccess = ({ approvalId }: { approvalId: unknown }) => approvalId === null && onSaved()
    if (profile && method.success) save.mutate({ method: method.data, version: collector.version, profile }, { onSuccess })
  }
  return (
    <Stack gap="sm">
      <ColumnTable
        columns={draft.columns}
        fields={NoticeField.options.map((field) => ({
          field,
          label: t(`collections.mapping.fields.${field}`),
          isRequired: REQUIRED.includes(field),
          isWrong: tried && problems.includes(field),
        }))}
        head={head}
        onChange={(field, at) => setDraft(withWordsOf(head, { ...draft, columns: { ...draft.columns, [field]: at } }))}
      />
      {draft.columns.event === null ? null : (
        <WordFields isWrong={tried && problems.includes('words')} onChange={(words) => setDraft({ ...draft, words })} words={draft.words} />
      )}
      <Group align="flex-end" gap="sm">
        <Select
          allowDeselect={false}
          data={DateForm.options.map((value) => ({ value, label: value }))}
          label={t('collections.mapping.dates')}
          onChange={(chosen) => setDraft({ ...draft, dates: DateForm.catch(draft.dates).parse(chosen) })}
          value={draft.dates}
        />
        <Select
          allowDeselect={false}
          data={NumberForm.options.map((value) => ({ value, label: t(`collections.mapping.numberForms.${value}`) }))}
          label={t('collections.mapping.numbers')}
          onChange={(chosen) => setDraft({ ...draft, numbers: NumberForm.catch(draft.numbers).parse(chosen) })}
          value={draft.numbers}
        />
        <Button disabled={collector.isAsked} loading={save.isPending} onClick={send}>
          {t('collections.mapping.save')}
        </Button>
      </Group>
      {tried && profile === null ? <p className={styles.warned}>{t('collections.mapping.notWhole')}</p> : null}
      {collector.isAsked ? <p role="status">{t('collections.mapping.asked')}</p> : null}
      <RefusalText error={save.error} />
    </Stack>
  )
}

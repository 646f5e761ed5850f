import { Button, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { ApplicationDetail } from '../../../preload/contract/applications'
import { ApplicationId } from '../../../preload/contract/ids'
import { useAct, useCall } from '../../api'
import { useAddress } from '../../parts/address'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { AccountFields } from './AccountFields'
import { ContactFields } from './ContactFields'
import { DayFields } from './DayFields'
import { FeeFields } from './FeeFields'
import { draftFrom, EMPTY_DRAFT, isBlank, type MerchantDraft, readDraft } from './merchant-draft'
import styles from './merchants.module.css'
import { CycleFields, NameFields, RangeFields } from './TermsFields'

/** Registers a merchant, from nothing or from its application (`?application=…`). */
export function MerchantForm() {
  const { t } = useWords()
  const { values } = useAddress()
  const named = ApplicationId.safeParse(Number(values.application))
  const applicationId = named.success ? named.data : null
  const asked = useCall('applications.get', { id: applicationId ?? 0 }, { enabled: applicationId !== null })
  if (applicationId === null) return <RegistrationForm application={null} draft={EMPTY_DRAFT} />
  if (asked.data?.id === applicationId) return <RegistrationForm application={asked.data} draft={draftFrom(asked.data.prefill)} />
  return <Page title={t('merchants.registerTitle')}>{asked.error ? <RefusalText error={asked.error} /> : t('parts.loading')}</Page>
}

/** The form. The merchant becomes active when a supervisor other than its maker has approved it. */
function RegistrationForm({ draft: first, application }: { draft: MerchantDraft; application: ApplicationDetail | null }) {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const [draft, setDraft] = useState<MerchantDraft>(first)
  const [tried, setTried] = useState(false)
  const register = useAct('merchants.register')
  const { input, problems } = readDraft(draft)
  const wrong = (path: string) => tried && problems.some((problem) => problem === path)
  const errorOf = (path: string) => (wrong(path) ? t(isBlank(draft, path) ? 'parts.required' : 'parts.fieldInvalid') : undefined)
  const send = () => {
    setTried(true)
    const applicationId = application?.id
    if (input) register.mutate({ ...input, applicationId }, { onSuccess: ({ id }) => navigate(`/merchants/${id}`) })
  }
  const fields = { draft, onChange: setDraft, errorOf }
  return (
    <Page
      actions={
        <>
          <Button component={Link} href="/merchants" size="xs" variant="default">
            {t('parts.cancel')}
          </Button>
          <Button loading={register.isPending} onClick={send} size="xs">
            {t('merchants.register')}
          </Button>
        </>
      }
      counted={application ? t('applications.registerNote', { number: application.number }) : t('merchants.registerNote')}
      title={t('merchants.registerTitle')}
    >
      <Stack gap="xs" mb="xs">
        <RefusalText error={register.error} />
        {tried && problems.length > 0 ? <p role="alert">{t('merchants.problems', { count: problems.length })}</p> : null}
      </Stack>
      <div className={styles.columns}>
        <Section title={t('merchants.sectionName')}>
          <NameFields {...fields} />
        </Section>
        <Section title={t('merchants.sectionAccount')}>
          <AccountFields
            account={draft.account}
            errorOf={(field) => errorOf(`account.${field}`)}
            onChange={(account) => setDraft({ ...draft, account })}
          />
        </Section>
        <Section title={t('merchants.sectionFees')}>
          {wrong('methods') ? <p role="alert">{t('merchants.methodNeeded')}</p> : null}
          <FeeFields draft={draft} onChange={setDraft} wrong={wrong} />
        </Section>
        <Section title={t('merchants.sectionCycle')}>
          <CycleFields {...fields} />
        </Section>
        <Section title={t('merchants.sectionDays')}>
          <DayFields
            days={draft.days}
            errorOf={(field) => errorOf(field === 'protectionWindowDays' ? field : `deadlines.${field}`)}
            onChange={(days) => setDraft({ ...draft, days })}
          />
        </Section>
        <Section title={t('merchants.sectionContacts')}>
          <ContactFields
            contacts={draft.contacts}
            errorOf={(field) => errorOf(`contacts.${field}`)}
            onChange={(contacts) => setDraft({ ...draft, contacts })}
          />
        </Section>
        <Section title={t('merchants.sectionRange')}>
          <RangeFields {...fields} />
        </Section>
      </div>
    </Page>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      <Stack gap="xs">{children}</Stack>
    </section>
  )
}

-- CreateIndex
CREATE INDEX "lead_event_refused_idx" ON "lead_event"("at" DESC) WHERE (((event -> 'to') ->> 'kind') = 'disqualify');

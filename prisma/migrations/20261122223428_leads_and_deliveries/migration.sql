-- CreateTable
CREATE TABLE "lead" (
    "id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "round" INTEGER NOT NULL,
    "pool" TEXT,
    "owner" TEXT,
    "stage" TEXT,
    "ruleset_version" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "owned_at" TIMESTAMPTZ(3),
    "contacted_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "attributes" JSONB NOT NULL,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_event" (
    "lead_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" JSONB NOT NULL,

    CONSTRAINT "lead_event_pkey" PRIMARY KEY ("lead_id","version")
);

-- CreateTable
CREATE TABLE "intake_key" (
    "key" TEXT NOT NULL,
    "lead_id" UUID NOT NULL,
    "request_hash" TEXT,

    CONSTRAINT "intake_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ruleset" (
    "version" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ruleset_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "identity" (
    "platform" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "rep" TEXT NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("platform","team","user_id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "address" TEXT,
    "lease_holder" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "last_posted_at" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "lead_id" UUID,
    "kind" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "copy" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "wanted_version" INTEGER NOT NULL,
    "sent_version" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "attempted_at" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "error" TEXT,
    "notice" JSONB,
    "notice_key" TEXT,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lead_received_idx" ON "lead"("received_at", "id") WHERE (status = 'received');

-- CreateIndex
CREATE INDEX "lead_pooled_idx" ON "lead"("pool", "id") WHERE (status = 'pooled');

-- CreateIndex
CREATE INDEX "lead_owned_idx" ON "lead"("owner", "owned_at" DESC) WHERE (status = 'owned');

-- CreateIndex
CREATE INDEX "intake_key_lead_idx" ON "intake_key"("lead_id");

-- CreateIndex
CREATE UNIQUE INDEX "ruleset_sha256_key" ON "ruleset"("sha256");

-- CreateIndex
CREATE INDEX "identity_rep_idx" ON "identity"("platform", "rep");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_platform_kind_target_key" ON "conversation"("platform", "kind", "target");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_notice_key_key" ON "delivery"("notice_key");

-- CreateIndex
CREATE INDEX "delivery_open_idx" ON "delivery"("conversation_id", "state", "id") WHERE (state <> 'skipped' AND sent_version < wanted_version);

-- CreateIndex
CREATE UNIQUE INDEX "delivery_lead_id_kind_round_conversation_id_copy_key" ON "delivery"("lead_id", "kind", "round", "conversation_id", "copy");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_conversation_id_message_key" ON "delivery"("conversation_id", "message");

-- AddForeignKey
ALTER TABLE "lead_event" ADD CONSTRAINT "lead_event_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "intake_key" ADD CONSTRAINT "intake_key_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE CASCADE ON UPDATE CASCADE;

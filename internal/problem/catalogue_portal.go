package problem

// What concerns files beside pages, mails, and the portal as a whole.

// Rules about files beside pages.
var (
	MissingImage = files.rule("image-introuvable", Error, Rule{
		Title:   "Une image n’est pas là où le texte la cherche",
		Meaning: "Le lecteur verrait à sa place le texte qui la décrit, et rien d’autre.",
		Remedy:  "Vérifiez le nom, majuscules et accents compris, et le dossier : le chemin se lit depuis celui de votre page.",
		Example: "avant : ![Le réseau en trois niveaux.](reseau.PNG)\n" +
			"après : ![Le réseau en trois niveaux.](../images/reseau.png)",
	})
	MissingDownload = files.rule("fichier-introuvable", Error, Rule{
		Title:   "Un fichier à télécharger n’est pas là",
		Meaning: "Le lien ou le champ nomme un fichier qui n’existe pas à cet endroit. Le téléchargement échouerait.",
		Remedy:  "Vérifiez le nom et le dossier. Le fichier doit être enregistré avec la page, sous `content/`.",
		Example: "avant : [la grille](grille.xlsx)\naprès : [la grille](fichiers/grille.xlsx)",
	})
	MissingFile = files.rule("fichier-absent", Error, Rule{
		Title:   "Un fichier a disparu ou n’est pas un fichier",
		Meaning: "Au moment de le publier, le programme n’a pas trouvé ce fichier, ou a trouvé un dossier à sa place.",
		Remedy:  "Remettez le fichier à sa place, ou corrigez le chemin dans la page.",
	})
	UnmergedFile = files.rule("fusion-en-cours", Error, Rule{
		Title: "Une fusion de git n’est pas terminée",
		Meaning: "Deux personnes ont changé ce fichier, et git n’a pas su réunir leurs textes : il garde les deux versions et attend " +
			"votre choix. Rien ne peut être enregistré d’ici là.",
		Remedy: "Ouvrez le fichier, gardez le bon texte entre les marques `<<<<<<<` et `>>>>>>>`, enlevez ces marques, puis `git add` " +
			"et `git commit`. Pour revenir en arrière : `git merge --abort`.",
	})
	LFSPointer = files.rule("git-lfs", Error, Rule{
		Title: "Un fichier est resté chez Git LFS",
		Meaning: "Git LFS garde les gros fichiers à part et ne met à leur place qu’un court texte qui les nomme. Le vrai fichier n’a " +
			"pas été téléchargé : il n’est ni vérifié ni comparé.",
		Remedy: "Lancez `git lfs pull`.",
	})
	Submodule = files.rule("sous-module", Warning, Rule{
		Title: "Un dossier du portail est un autre dépôt de git",
		Meaning: "Git n’enregistre ici que le nom d’une version de cet autre dépôt (un sous-module), et non ses fichiers : ses pages " +
			"ne sont ni vérifiées avant un commit, ni comparées.",
		Remedy: "Rien à faire si c’est voulu ; `intraqvt check` vérifie toutes les pages du disque, celles-là comprises. Sinon, copiez " +
			"les fichiers dans le portail sans leur dossier `.git`.",
	})
	MissingAltText = files.rule("texte-alternatif", Warning, Rule{
		Title:   "Une image n’a pas de texte de remplacement",
		Meaning: "Qui ne voit pas l’image, à cause de sa vue ou du réseau, n’a que ce texte.",
		Remedy:  "Écrivez entre les crochets ce que l’image apprend, et non à quoi elle ressemble.",
		Example: "avant : ![](schema.svg)\naprès : ![Trois niveaux : siège, entités, établissements.](schema.svg)",
	})
	ExternalImage = files.rule("image-externe", Warning, Rule{
		Title:   "Une image est prise sur un autre site",
		Meaning: "L’image disparaîtrait avec cet autre site, et celui-ci saurait qui lit la page. Le portail ne la montre pas.",
		Remedy:  "Si vous en avez le droit, enregistrez l’image à côté de votre page et donnez son chemin.",
	})
	UnreadableImage = files.rule("image-illisible", Error, Rule{
		Title:   "Une image ne s’ouvre pas",
		Meaning: "Le fichier est abîmé, incomplet, ou d’un format que les navigateurs ne montrent pas.",
		Remedy: "Ouvrez-la dans un logiciel d’images et enregistrez-la de nouveau en JPEG (photo) ou en PNG (capture d’écran). Si elle " +
			"ne s’ouvre pas non plus, recopiez l’original.",
	})
	ImageTooLarge = files.rule("image-trop-grande", Error, Rule{
		Title: "Une image est démesurée",
		Meaning: "Elle compte trop de points, ou pèse trop lourd, pour être préparée. À l’écran, au-delà de 3000 points de large, " +
			"personne ne voit la différence.",
		Remedy: "Réduisez-la dans un logiciel d’images.",
	})
	CleanedDrawing = files.rule("image-nettoyee", Warning, Rule{
		Title:   "Quelque chose a été retiré d’un dessin",
		Meaning: "Un dessin SVG peut contenir des programmes ou des adresses d’autres sites. Le portail publie le dessin sans eux.",
		Remedy: "Regardez si le dessin est intact. Pour ne plus voir le message, enregistrez-le en « SVG simple » dans votre logiciel " +
			"de dessin.",
	})
	ActiveFile = files.rule("fichier-actif", Error, Rule{
		Title: "Un fichier ferait autre chose que se lire",
		Meaning: "Une page web, un script, un raccourci ou un programme proposé en téléchargement s’exécuterait chez le lecteur, avec " +
			"les droits du portail ou de son poste. Le contenu compte autant que le nom : une page web appelée `notes.txt` en reste une. " +
			"Un document avec des macros est publié, mais signalé.",
		Remedy: "Mettez le texte dans une page, proposez un PDF ou une archive ZIP. Si le fichier vient de vous et doit rester, " +
			"permettez-le par son adresse dans `content/site.yaml`.",
		Example: "après : fichiers_permis: [outils/calculette.html]",
	})
	UnreadableSVG = files.rule("svg-illisible", Error, Rule{
		Title:   "Un dessin SVG ne peut pas être lu",
		Meaning: "Le fichier n’est pas un dessin, ou il est mal formé à l’endroit indiqué.",
		Remedy:  "Exportez-le de nouveau depuis le logiciel de dessin.",
	})
)

// Rules about newsletters and those who get them.
var (
	NoMail = letters.rule("lettre", Warning, Rule{
		Title:   "Un numéro ne peut pas devenir un courriel",
		Meaning: "La page paraît, mais l’envoi est impossible : il manque une information que le message donne.",
		Remedy:  "Suivez le message. Le plus souvent, `base_url` ou `contact` manque dans `content/site.yaml`.",
	})
	UnreadableMail = letters.rule("lettre-illisible", Warning, Rule{
		Title:   "Le courriel d’un numéro ne peut pas être écrit",
		Meaning: "Le texte du numéro a une forme que le programme ne sait pas mettre en courriel.",
		Remedy:  "Retirez le HTML du numéro, puis relancez la vérification.",
	})
	MissingPreheader = letters.rule("lettre-apercu", Warning, Rule{
		Title:   "Un numéro n’a pas de texte d’aperçu",
		Meaning: "Les messageries montrent une ligne sous l’objet. Sans elle, elles prennent les premiers mots de l’édito.",
		Remedy:  "Ajoutez `preheader` à l’en-tête : une phrase qui complète l’objet.",
		Example: "après : objet: Trois idées pour la rentrée\n" +
			"        preheader: Une pratique à reprendre, deux dates à noter.",
	})
	MailTooHeavy = letters.rule("lettre-lourde", Warning, Rule{
		Title: "Le courriel est trop long",
		Meaning: "Certaines messageries coupent un message de plus de 102 Ko : la fin, avec le lien de désinscription, ne serait pas " +
			"lue.",
		Remedy: "Raccourcissez les articles et renvoyez à leur page, ou faites deux numéros.",
	})
	MailImageWithoutAlt = letters.rule("lettre-texte-alternatif", Warning, Rule{
		Title:   "Une image du courriel n’a pas de texte de remplacement",
		Meaning: "Beaucoup de messageries n’affichent pas les images d’emblée : le lecteur ne verrait qu’un cadre vide.",
		Remedy:  "Décrivez l’image entre les crochets.",
	})
	MailImageTooHeavy = letters.rule("lettre-image-lourde", Warning, Rule{
		Title:   "Une image du courriel est trop lourde",
		Meaning: "Au-delà de 200 Ko, elle se fait attendre sur un téléphone.",
		Remedy:  "Réduisez-la, ou enregistrez-la en JPEG.",
	})
	MailImageFormat = letters.rule("lettre-image-format", Warning, Rule{
		Title:   "Une image du courriel a un format que les messageries ne montrent pas",
		Meaning: "Les dessins SVG, notamment, ne s’affichent pas dans un courriel. Leur texte et un lien les remplacent.",
		Remedy:  "Pour qu’on la voie, donnez-la en PNG ou en JPEG.",
	})
	MailImageUnreadable = letters.rule("lettre-image-illisible", Warning, Rule{
		Title:   "Une image du courriel ne s’ouvre pas",
		Meaning: "Le fichier manque ou est abîmé.",
		Remedy:  "Vérifiez qu’il est là et qu’il s’ouvre.",
	})
	MailAddressIncomplete = letters.rule("lettre-adresse", Warning, Rule{
		Title: "Une adresse du courriel est incomplète",
		Meaning: "Un courriel se lit hors du portail : une adresse doit commencer par celle du portail, sans quoi elle ne mène nulle " +
			"part.",
		Remedy:  "Donnez `base_url` dans `content/site.yaml`.",
		Example: "après : base_url: https://qvct.example.org/",
	})
	PageAfterIssue = letters.rule("lettre-page-a-venir", Warning, Rule{
		Title:   "Un numéro annonce une page qui paraîtra après lui",
		Meaning: "Le jour de l’envoi, le lien ne mènerait encore à rien.",
		Remedy:  "Avancez la date de la page, ou gardez-la pour le numéro suivant.",
	})
	PastEvent = letters.rule("evenement-passe", Warning, Rule{
		Title:   "Un numéro annonce une date déjà passée",
		Meaning: "Au jour du numéro, l’événement a eu lieu. Le lecteur croirait pouvoir y aller.",
		Remedy:  "Annoncez une date à venir. Pour raconter ce qui s’est dit, faites un lien dans une phrase.",
	})
	ChangedFrozenIssue = letters.rule("numero-fige", Warning, Rule{
		Title: "Un numéro figé ne correspond plus à ce qui a été envoyé",
		Meaning: "Un numéro figé garde dans son fichier ce que ses listes et ses cartes montraient le jour de l’envoi. Son texte a " +
			"changé depuis, ou une page qu’il montrait n’est plus à son adresse.",
		Remedy: "Rétablissez le numéro d’après git : les abonnés ont l’ancien. Si une page a changé d’adresse, donnez l’ancienne à son " +
			"champ `alias`. Pour que le numéro suive le portail d’aujourd’hui, lancez `intraqvt newsletter freeze --again` avec son nom.",
	})
	InvalidFrozenField = letters.rule("fige-modifie", Error, Rule{
		Title: "Le champ qui fige un numéro a été modifié",
		Meaning: "Le programme écrit dans ce champ ce qu’un numéro montrait le jour de l’envoi. Le champ n’est plus tel qu’il l’a " +
			"écrit : " +
			"on ne sait plus ce que les abonnés ont reçu.",
		Remedy: "Rétablissez le champ d’après git, ou retirez-le et relancez `intraqvt newsletter freeze` avec le nom du numéro.",
	})
	UnfrozenIssue = letters.rule("numero-non-fige", Warning, Rule{
		Title: "Un numéro a été envoyé sans être figé",
		Meaning: "Ses listes et ses cartes changent encore quand des pages sont ajoutées, relues ou retirées : le numéro en ligne ne " +
			"dit plus ce que les abonnés ont reçu.",
		Remedy: "Lancez `intraqvt newsletter freeze` avec le nom du numéro.",
	})
	UnreadableLedger = letters.rule("journal-illisible", Warning, Rule{
		Title: "Le journal d’un envoi ne peut pas être lu",
		Meaning: "Le programme note dans `.envois` qui a reçu un numéro. Une ligne de ce journal est abîmée : sans elle, quelqu’un " +
			"pourrait le recevoir deux fois.",
		Remedy: "Rétablissez le fichier d’après une sauvegarde.",
	})
	UnreadableRecipients = letters.rule("destinataires-illisibles", Error, Rule{
		Title: "La liste de destinataires ne peut pas être lue",
		Meaning: "Le fichier n’est pas un tableau où le programme trouve des adresses : ce n’est pas du texte, il est trop grand, ses " +
			"guillemets ne se ferment pas, ou aucune colonne ne contient d’adresses.",
		Remedy: "Enregistrez-le au format CSV, en UTF-8, avec une colonne d’adresses sous le titre « courriel ».",
	})
	NoRecipients = letters.rule("liste-vide", Error, Rule{
		Title:   "La liste de destinataires est vide",
		Meaning: "Le fichier ne contient aucune adresse : rien ne serait envoyé.",
		Remedy:  "Mettez une adresse par ligne.",
	})
	RecipientWithoutAddress = letters.rule("adresse-absente", Error, Rule{
		Title:   "Un destinataire n’a pas d’adresse",
		Meaning: "La ligne donne un nom, mais pas d’adresse de courriel. L’envoi n’est pas commencé.",
		Remedy:  "Complétez la ligne, ou retirez-la.",
	})
	InvalidRecipient = letters.rule("adresse-invalide", Error, Rule{
		Title:   "Une adresse de courriel est mal écrite",
		Meaning: "Aucun courriel ne pourrait y arriver. L’envoi n’est pas commencé, pour ne pas partir à moitié.",
		Remedy: "Corrigez l’adresse. Une ligne peut en donner plusieurs, séparées par des points-virgules, seules ou sous la forme " +
			"`Nom <adresse>`.",
		Example: "avant : camille.duval@example,org\naprès : camille.duval@example.org",
	})
	DoubtfulRecipient = letters.rule("adresse-douteuse", Error, Rule{
		Title: "Une adresse se trouve là où l’on n’en attend pas",
		Meaning: "Une colonne qui n’est pas celle des adresses en contient une, ou un nom contient « @ ». Le programme ne peut pas " +
			"savoir si cette personne doit recevoir la lettre.",
		Remedy: "Si elle doit la recevoir, nommez la colonne « courriel 2 » ou donnez l’adresse sur une ligne à elle. Sinon, " +
			"retirez-la.",
		Example: "avant : Nom;Courriel;Remarque\n" +
			"        Camille;camille@example.org;copie à malo@example.org\n" +
			"après : Nom;Courriel\n" +
			"        Camille;camille@example.org\n" +
			"        Malo;malo@example.org",
	})
	DuplicateRecipient = letters.rule("destinataire-en-double", Warning, Rule{
		Title: "Un destinataire figure deux fois dans la liste",
		Meaning: "La même adresse est donnée à deux endroits : la personne ne recevra la lettre qu’une fois. Si les deux adresses ne " +
			"diffèrent que par les majuscules, elle la recevra deux fois, car certaines messageries les distinguent.",
		Remedy: "Retirez la ligne en double.",
	})
	SkippedRecipientLine = letters.rule("ligne-passee", Warning, Rule{
		Title: "Une ligne de la liste de destinataires n’a pas été lue",
		Meaning: "Elle commence par « # », ou elle se trouve au-dessus de la première adresse : elle est prise pour un commentaire ou " +
			"pour un titre.",
		Remedy: "Vérifiez qu’il n’y manque personne. Pour que la première ligne soit comprise, nommez la colonne des adresses « " +
			"courriel ».",
	})
	DoubtfulEncoding = letters.rule("liste-encodage", Warning, Rule{
		Title: "Les accents d’une liste de destinataires sont incertains",
		Meaning: "La liste n’est pas en UTF-8 et son encodage a été deviné, ou un autre programme l’a déjà mal lue. Les adresses sont " +
			"justes ; les noms sont peut-être mal écrits.",
		Remedy: "Si les noms que montre le message sont justes, il n’y a rien à faire. Sinon, enregistrez la liste de nouveau, en « " +
			"CSV UTF-8 ».",
	})
)

// Rules about the portal's configuration, types and templates.
var (
	InvalidSetting = configuration.rule("configuration", Error, Rule{
		Title:   "Un réglage du portail ne convient pas",
		Meaning: "Une valeur de `content/site.yaml` n’est pas de celles qui sont attendues.",
		Remedy:  "Corrigez la ligne indiquée.",
		Example: "avant : base_url: qvct.example.org\naprès : base_url: https://qvct.example.org/",
	})
	DeadMenuEntry = configuration.rule("menu", Error, Rule{
		Title: "Une entrée de menu ne mène à rien",
		Meaning: "Dans `content/site.yaml`, une ligne du menu ou du pied de page nomme un dossier ou une page qui n’existe pas, ou que " +
			"les lecteurs ne voient pas encore. L’entrée est laissée de côté.",
		Remedy: "Après `vers:`, donnez un dossier de `content/`, une page, ou l’une des pages que le portail fait lui-même, comme " +
			"`index-a-z`.",
		Example: "avant : - {titre: Annuaire, vers: annuaire}\naprès : - {titre: Annuaire, vers: acteurs}",
	})
	InvalidYAML = configuration.rule("yaml", Error, Rule{
		Title: "Un fichier de réglages est mal formé",
		Meaning: "Ces fichiers suivent une écriture stricte, appelée YAML. À l’endroit indiqué, il manque un crochet, un guillemet ou " +
			"une espace, ou une marge n’est pas alignée.",
		Remedy: "Comparez avec les lignes voisines. Une espace suit les deux-points ; les marges sont faites d’espaces, jamais de " +
			"tabulations.",
		Example: "avant : menu: [ {titre: Accueil, vers: accueil}\naprès : menu: [ {titre: Accueil, vers: accueil} ]",
	})
	InvalidType = configuration.rule("type-invalide", Error, Rule{
		Title: "La description d’un type de page ne convient pas",
		Meaning: "Un fichier `type.yaml` du dossier `layouts/` décrit un type de page. Ce qu’il dit ne peut pas être suivi. Aucune " +
			"page de ce type ne pourrait être lue.",
		Remedy: "Suivez le message. Si vous n’avez pas voulu changer de type, remettez le fichier comme il était.",
	})
	InvalidVisibilityRules = configuration.rule("regles-de-visibilite", Error, Rule{
		Title: "La table de ce qui cache des pages ne convient pas",
		Meaning: "Le fichier `visibility.yaml` du dossier `layouts/` dit quels champs, quels noms et quelles configurations cachent des " +
			"pages. Une de ses lignes ne peut pas être suivie, et une page cachée pourrait être publiée.",
		Remedy: "Suivez le message. Si vous n’avez pas voulu changer ces règles, supprimez le fichier : celui du programme reprend " +
			"sa place.",
	})
	InvalidTemplate = configuration.rule("modele", Error, Rule{
		Title:   "Un modèle de page ne peut pas être lu",
		Meaning: "Les modèles, dans `layouts/`, disent comment les pages sont montrées. L’un d’eux a une faute.",
		Remedy:  "Corrigez le fichier indiqué, ou supprimez-le : le modèle d’origine reprend alors sa place.",
	})
)

// Rules about what readers look for.
var (
	UnansweredQuestion = searching.rule("requete", Warning, Rule{
		Title: "Une question n’aboutit pas à la page attendue",
		Meaning: "Le fichier `content/requetes.yaml` donne ce que cherchent les lecteurs et les pages qui doivent répondre. Cette page " +
			"n’est pas parmi les trois premières.",
		Remedy: "Reprenez les mots du lecteur dans le titre ou le résumé de la page, ajoutez une étiquette, ou un synonyme au " +
			"glossaire. Si une autre page répond mieux, corrigez le fichier.",
	})
	InvalidQuestion = searching.rule("requete-invalide", Error, Rule{
		Title: "Une question ne peut pas être posée",
		Meaning: "Dans `content/requetes.yaml`, il manque à cette question ce que l’on cherche ou les pages attendues, ou une de " +
			"ces pages " +
			"n’existe pas ou n’est pas publiée.",
		Remedy:  "Complétez la question, ou nommez une page publiée. Si la page a été supprimée, retirez la question.",
		Example: "après : - cherche: \"document unique\"\n          attendu: [document-unique-mode-d-emploi]",
	})
	DeadPinnedAnswer = searching.rule("reponse", Error, Rule{
		Title: "Une réponse conseillée ne mène à rien",
		Meaning: "Dans `content/site.yaml`, `reponses` place une page en tête de certaines recherches. Il manque la question, ou la " +
			"page n’existe pas ou n’est pas publiée.",
		Remedy:  "Donnez au moins une question, et une page publiée.",
		Example: "après : - questions: [\"urgence\", \"3114\"]\n          vers: pages/le-reseau",
	})
)

// Rules about publication.
var (
	ForeignFiles = publication.rule("dossier-etranger", Error, Rule{
		Title: "Le dossier de publication contient d’autres fichiers",
		Meaning: "Publier remplace tout le contenu du dossier. Celui-ci contient des fichiers que le programme n’a pas faits : par " +
			"prudence, il n’a rien touché.",
		Remedy: "Publiez dans un dossier vide, ou déplacez ces fichiers.",
	})
	BusyFolder = publication.rule("publication-en-cours", Error, Rule{
		Title:   "Une autre publication occupe le dossier",
		Meaning: "Deux publications à la fois se mélangeraient.",
		Remedy:  "Attendez la fin de l’autre, puis relancez.",
	})
	FailedPublication = publication.rule("publication", Error, Rule{
		Title: "La publication a échoué",
		Meaning: "Le système a refusé d’écrire : disque plein, droits manquants, nom trop long. Sauf indication contraire, le portail " +
			"publié est resté comme il était.",
		Remedy: "Levez la cause que donne le message, puis relancez.",
	})
)
